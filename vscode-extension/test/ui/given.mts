import type { Checks } from './checks.mts';
import type { Workbench } from './workbench.mts';

/** What each part of the run gets: a window with a folder open, and the Python that has hublint and TensorFlow. */
export interface Given {
  readonly workbench: Workbench;
  readonly checks: Checks;
  readonly workspace: string;
  readonly python: string;
}
