import {
  AmbientLight,
  BufferAttribute,
  BufferGeometry,
  Color,
  DirectionalLight,
  DoubleSide,
  Group,
  LineBasicMaterial,
  LineSegments,
  Mesh,
  MeshLambertMaterial,
  PerspectiveCamera,
  Raycaster,
  Scene,
  Vector2,
  Vector3,
  WebGLRenderer,
} from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import type { Grid, Vector3 as Point } from '../../../../src/core/index.ts';
import type { Mesh as Surface } from './nets.ts';
import { letterAlong, placed } from './space.ts';

export interface SolidLesion {
  readonly id: string;
  readonly colour: string;
  readonly selected: boolean;
  readonly surface: Surface;
}

/** The 3D view on one canvas. Drawn only when something changed: a machine without a graphics card keeps its time. */
export interface SolidScene {
  setBone(surface: Surface, grid: Grid): void;
  setLesions(lesions: readonly SolidLesion[], grid: Grid): void;
  setCross(index: Point, grid: Grid): void;
  setBoneShare(share: number): void;
  look(face: { readonly azimuth: number; readonly elevation: number }): void;
  resize(width: number, height: number): void;
  /** The lesion under a point of the canvas, -1..1 on both axes. */
  pick(x: number, y: number): string | null;
  close(): void;
}

const BONE = new Color('#d8cbb2');
const FIELD_DEGREES = 30;
const CROSS_MM = 18;
const RADIANS = Math.PI / 180;

const geometryOf = (surface: Surface, grid: Grid): BufferGeometry => {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(placed(grid, surface.positions.slice()), 3));
  geometry.setIndex(new BufferAttribute(surface.triangles, 1));
  geometry.computeVertexNormals();
  return geometry;
};

/** null where the browser has no WebGL. `told` hears the letters of the sides whenever the view turns; `lost` a lost context. */
export function openScene(
  canvas: HTMLCanvasElement,
  tell: {
    readonly sides: (sides: { left: string; right: string; top: string; bottom: string }) => void;
    readonly lost: () => void;
    readonly drawn: () => void;
  },
): SolidScene | null {
  let renderer: WebGLRenderer;
  try {
    // asked for first: the library itself complains on the console when there is none
    const context = canvas.getContext('webgl2', { antialias: true, alpha: false });
    if (!context) return null;
    renderer = new WebGLRenderer({ canvas, context });
  } catch {
    return null;
  }
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault();
    tell.lost();
  });
  const scene = new Scene();
  const camera = new PerspectiveCamera(FIELD_DEGREES, 1, 1, 8000);
  const light = new DirectionalLight('#ffffff', 2.4);
  camera.add(light);
  light.position.set(0.4, 0.6, 1);
  scene.add(camera, new AmbientLight('#ffffff', 0.7));
  const bone = new Mesh(
    new BufferGeometry(),
    new MeshLambertMaterial({ color: BONE, transparent: true, opacity: 0.28, depthWrite: false }),
  );
  bone.renderOrder = 2;
  const lesions = new Group();
  const cross = new LineSegments(new BufferGeometry(), new LineBasicMaterial({ color: '#9fc3e0' }));
  scene.add(lesions, bone, cross);
  const controls = new OrbitControls(camera, canvas);
  controls.enableDamping = false;
  let [waiting, closed, radius, fitted] = [false, false, 300, 0];
  const draw = (): void => {
    waiting = false;
    if (closed) return;
    renderer.render(scene, camera);
    const right = new Vector3(1, 0, 0).applyQuaternion(camera.quaternion);
    const up = new Vector3(0, 1, 0).applyQuaternion(camera.quaternion);
    const letter = (v: Vector3, sign: number): string => letterAlong([sign * v.x, sign * v.y, sign * v.z]);
    tell.sides({ left: letter(right, -1), right: letter(right, 1), top: letter(up, 1), bottom: letter(up, -1) });
    tell.drawn();
  };
  const soon = (): void => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(draw);
  };
  controls.addEventListener('change', soon);
  const look: SolidScene['look'] = ({ azimuth, elevation }) => {
    const distance = radius / Math.sin((FIELD_DEGREES / 2) * RADIANS);
    const flat = Math.cos(elevation * RADIANS) * distance;
    camera.position.set(Math.sin(azimuth * RADIANS) * flat, Math.sin(elevation * RADIANS) * distance, Math.cos(azimuth * RADIANS) * flat);
    controls.target.set(0, 0, 0);
    controls.update();
    soon();
  };
  /** Stands back until bone and lesions are in sight; done anew only when another thing needs more room. */
  const standBack = (grid: Grid): void => {
    const whole = 0.5 * Math.hypot(...grid.size.map((each, axis) => each * grid.spacingMm[axis]));
    let needed = 0;
    for (const each of [bone, ...lesions.children]) {
      const { geometry } = each as Mesh;
      if (!geometry.attributes['position']?.count) continue;
      geometry.computeBoundingSphere();
      const ball = geometry.boundingSphere;
      if (ball) needed = Math.max(needed, ball.radius + ball.center.length());
    }
    const room = Math.min(whole, needed || whole);
    if (room <= fitted) return;
    fitted = room;
    radius = room;
    look({ azimuth: 0, elevation: 0 });
  };
  return {
    setBone: (surface, grid) => {
      bone.geometry.dispose();
      bone.geometry = geometryOf(surface, grid);
      standBack(grid);
      soon();
    },
    setLesions: (all, grid) => {
      for (const child of [...lesions.children]) {
        lesions.remove(child);
        if (child instanceof Mesh) {
          (child.geometry as BufferGeometry).dispose();
          (child.material as MeshLambertMaterial).dispose();
        }
      }
      for (const { id, colour, selected, surface } of all) {
        const material = new MeshLambertMaterial({ color: new Color(colour.replaceAll(/(\d) (?=\d)/g, '$1,')), side: DoubleSide });
        if (selected) material.emissive = new Color('#664c00');
        const mesh = new Mesh(geometryOf(surface, grid), material);
        mesh.userData = { id };
        lesions.add(mesh);
      }
      standBack(grid);
      soon();
    },
    setCross: (index, grid) => {
      const [x, y, z] = placed(grid, Float32Array.from(index));
      const r = CROSS_MM;
      const points = [x - r, y, z, x + r, y, z, x, y - r, z, x, y + r, z, x, y, z - r, x, y, z + r];
      cross.geometry.dispose();
      cross.geometry = new BufferGeometry();
      cross.geometry.setAttribute('position', new BufferAttribute(Float32Array.from(points), 3));
      soon();
    },
    setBoneShare: (share) => {
      bone.material.opacity = share;
      bone.visible = share > 0;
      soon();
    },
    look,
    resize: (width, height) => {
      if (!width || !height) return;
      // one device pixel per CSS pixel: software rendering pays for each
      renderer.setPixelRatio(1);
      renderer.setSize(width, height, false);
      camera.aspect = width / height;
      camera.updateProjectionMatrix();
      soon();
    },
    pick: (x, y) => {
      const caster = new Raycaster();
      caster.setFromCamera(new Vector2(x, y), camera);
      const [hit] = caster.intersectObjects(lesions.children, false);
      const id: unknown = hit?.object.userData['id'];
      return typeof id === 'string' ? id : null;
    },
    close: () => {
      closed = true;
      controls.dispose();
      bone.geometry.dispose();
      renderer.dispose();
    },
  };
}
