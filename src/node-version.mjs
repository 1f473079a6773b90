// Plain JavaScript of long ago: an older Node must be able to read this file, which is all it can read of the product.
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 24) {
  process.stderr.write(
    `Support Intake Bot needs Node 24 or newer; this is Node ${process.versions.node}. ` +
      'Start it with `npm start`, which uses the Node that `npm ci` puts into node_modules, or install Node 24.\n',
  );
  process.exit(78);
}
