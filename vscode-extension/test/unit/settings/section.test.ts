import { strict as assert } from 'node:assert';

import { popsUp, shownOf } from '../../../src/settings/notifications';
import { sectionSent, type Told } from '../../../src/settings/section';

const meanings = { folders: [{ name: 'models', path: '/work/models' }], home: '/home/me', cwd: '/', env: {} };
const told: Told = { trusted: true, interpreter: undefined, logLevel: undefined };

describe('The settings that the server is told', () => {
  it('are those of the user, without what says how it is started', () => {
    const section = {
      select: ['HUB1'],
      verify: { timeout: 3 },
      path: ['hublint'],
      interpreter: ['python'],
      importStrategy: 'useBundled',
      args: ['--x'],
      showNotifications: 'off',
      trace: { server: 'off' },
    };
    const { sent } = sectionSent(section, told, meanings);
    assert.deepEqual(sent, { select: ['HUB1'], verify: { timeout: 3 }, trusted: true });
  });

  it('have their variables replaced where paths stand, and nowhere else', () => {
    const section = {
      configuration: '${workspaceFolder}/hublint.toml',
      exclude: ['${workspaceFolder}'],
      verify: { runtime: '~/tf', arguments: ['--out', '${workspaceFolder}/out'] },
    };
    const { sent, unknown } = sectionSent(section, told, meanings);
    assert.deepEqual(sent, {
      configuration: '/work/models/hublint.toml',
      exclude: ['${workspaceFolder}'],
      verify: { runtime: '/home/me/tf', arguments: ['--out', '/work/models/out'] },
      trusted: true,
    });
    assert.deepEqual(unknown, []);
  });

  it('say which variables mean nothing, and at which key', () => {
    const { unknown } = sectionSent({ verify: { arguments: ['${file}', '${x}'] } }, told, meanings);
    assert.deepEqual(unknown, [
      { key: 'hublint.verify.arguments', variable: '${file}' },
      { key: 'hublint.verify.arguments', variable: '${x}' },
    ]);
  });

  it('name the Python of the folder, besides what else is set of verify', () => {
    const { sent } = sectionSent({ verify: { device: 'cpu' } }, { ...told, interpreter: '/py' }, meanings);
    assert.deepEqual(sent['verify'], { device: 'cpu', interpreter: '/py' });
    assert.deepEqual(sectionSent({}, { ...told, interpreter: '/py' }, meanings).sent['verify'], { interpreter: '/py' });
  });

  it('say whether the workspace is trusted, whatever the workspace says', () => {
    assert.equal(sectionSent({ trusted: true }, { ...told, trusted: false }, meanings).sent['trusted'], false);
  });

  it('leave what VS Code has handed out as it was', () => {
    const section = Object.freeze({ verify: Object.freeze({ runtime: '~' }), select: Object.freeze(['A']) });
    const { sent } = sectionSent(section, told, meanings);
    assert.deepEqual(sent['verify'], { runtime: '/home/me' });
    assert.equal(section.verify.runtime, '~');
  });

  it('have as much logged as the output shows, where nothing is set', () => {
    assert.equal(sectionSent({ logLevel: 'info' }, { ...told, logLevel: 'debug' }, meanings).sent['logLevel'], 'debug');
    assert.equal(sectionSent({ logLevel: 'error' }, told, meanings).sent['logLevel'], 'error');
  });
});

describe('A message of the server', () => {
  for (const [shown, which] of [
    ['off', [false, false, false, false]],
    ['onError', [true, false, false, false]],
    ['onWarning', [true, true, false, false]],
    ['always', [true, true, true, true]],
  ] as const) {
    it(`pops up with "${shown}" as an error, a warning, information, a remark: ${which.join(', ')}`, () => {
      assert.deepEqual([1, 2, 3, 4].map((gravity) => popsUp(gravity, shown)), which);
    });
  }

  it('pops up by the default where the setting is none that is known', () => {
    assert.deepEqual([shownOf('sometimes'), shownOf(undefined), shownOf('toString')], Array(3).fill('onWarning'));
  });
});
