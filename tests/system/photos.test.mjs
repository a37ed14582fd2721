// SPDX-License-Identifier: EUPL-1.2
// Copyright (c) 2026 the Inkast authors
//
// Photos as cameras and programs make them, cleaned: what exiftool finds in the
// result, which pixels libjpeg, ImageMagick and zlib make of it, and that
// nothing that was put in to be taken out is left anywhere.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { deflateSync } from 'node:zlib';
import { folder, run, tool } from '../unit/officer/programs.mjs';
import { MARK, chunk, chunksOf, fullExif, makePng, marked, pixelsOf, segment, segmentsOf,
  turned, withChunks, withSegments } from './photo_parts.mjs';

const ALL = ['place', 'camera', 'time', 'thumbnail', 'text', 'profile', 'more', 'other'];

// Every tag that may be found, with the only value it may have where that says
// nothing about this photo. The rest is the picture's own shape.
const ALLOWED = {
  'File:FileType': null, 'File:FileTypeExtension': null, 'File:MIMEType': null,
  'File:ImageWidth': null, 'File:ImageHeight': null, 'File:EncodingProcess': null,
  'File:BitsPerSample': null, 'File:ColorComponents': null, 'File:YCbCrSubSampling': null,
  'File:ExifByteOrder': 'MM', 'IFD0:Orientation': null,
  'JFIF:JFIFVersion': '1 1', 'JFIF:ResolutionUnit': 0, 'JFIF:XResolution': 1,
  'JFIF:YResolution': 1,
  'Adobe:DCTEncodeVersion': 100, 'Adobe:APP14Flags0': 0, 'Adobe:APP14Flags1': 0,
  'Adobe:ColorTransform': null,
  'PNG:ImageWidth': null, 'PNG:ImageHeight': null, 'PNG:BitDepth': null,
  'PNG:ColorType': null, 'PNG:Compression': null, 'PNG:Filter': null, 'PNG:Interlace': null,
  'PNG:Transparency': null, 'PNG:Palette': null,
  'Composite:ImageSize': null, 'Composite:Megapixels': null,
};
// About the file as it lies here, or exiftool itself.
const aboutTheFile = (name) =>
  name === 'SourceFile' || name === 'ExifTool:ExifToolVersion' || name.startsWith('System:');

// { clean, report } or { error }, of bytes in a file.
async function cleanBytes(dir, bytes) {
  const path = join(dir, 'one');
  writeFileSync(path, bytes);
  const done = await run(tool('clean-photo'), [path]);
  const report = JSON.parse(done.stderr);
  if (report.error) {
    assert.equal(done.code, 1, done.stderr);
    assert.equal(done.stdout.length, 0, 'nothing is written of what is refused');
    return report;
  }
  assert.equal(done.code, 0, done.stderr);
  assert.ok(done.stdout.length <= bytes.length);
  return { clean: done.stdout, report };
}

async function must(program, args, options) {
  const done = await run(program, args, options);
  assert.equal(done.code, 0, `${program} ${args.join(' ')}: ${done.stderr}`);
  return done.stdout;
}

// Tags by name, of each file.
async function tagsOf(paths) {
  const said = await must('exiftool', ['-j', '-G1', '-a', '-u', '-U', '-ee', '-n', ...paths]);
  return JSON.parse(said);
}

function onlyAllowed(tags) {
  for (const [name, value] of Object.entries(tags)) {
    if (aboutTheFile(name))
      continue;
    assert.ok(name in ALLOWED, `${tags.SourceFile} has ${name}: ${value}`);
    if (ALLOWED[name] !== null)
      assert.equal(value, ALLOWED[name], `${tags.SourceFile}: ${name}`);
  }
}

// What libjpeg decodes, and what zlib inflates.
const decoded = async (path) => {
  const bytes = readFileSync(path);
  return bytes[0] === 0xff ? must('djpeg', ['-pnm', '-dct', 'int', path]) : pixelsOf(bytes);
};

// What ImageMagick makes of the files: the raw samples of each as it is, and
// turned as its orientation says. No profile, no gamma. Of pairs: [{ name,
// before, after, report }], all in one call.
async function sameForImageMagick(pairs) {
  const raw = await must('convert', [...pairs.flatMap(({ before, after }) =>
    [before, after, '(', before, after, '-auto-orient', ')']),
  '+profile', '*', '-set', 'colorspace', 'sRGB', '-depth', '16', 'rgba:-']);
  let at = 0;
  for (const { name, report: { type, width, height, orientation } } of pairs) {
    const [was, is, wasTurned, isTurned] = [0, 1, 2, 3].map(() =>
      raw.subarray(at, at += width * height * 4 * 2));
    assert.ok(was.length > 0 && was.equals(is), `${name}: pixels`);
    assert.ok(wasTurned.equals(isTurned), `${name}: turned pixels`);
    // It looks at a PNG's orientation in some versions only.
    if (type === 'jpeg' && orientation > 1 && width > 1)
      assert.ok(!wasTurned.equals(was), `${name}: was turned`);
  }
  assert.equal(at, raw.length);
}

const markersKept = new Set([0xc0, 0xc1, 0xc2, 0xc4, 0xda, 0xdb, 0xdd, 0xd9]);

// The parts that are there, by the formats' own rules.
function onlyNeededParts(clean) {
  if (clean[0] === 0x89) {
    for (const { type } of chunksOf(clean))
      assert.ok(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND', 'eXIf'].includes(type), type);
    return;
  }
  for (const { marker, body } of segmentsOf(clean)) {
    const name = body.toString('latin1', 0, 5);
    assert.ok(markersKept.has(marker) || (marker === 0xe0 && name === 'JFIF\0') ||
      (marker === 0xe1 && body.length === 32) || (marker === 0xee && name === 'Adobe'),
    `${marker.toString(16)} ${name}`);
  }
  assert.equal(segmentsOf(clean).at(-1).to, clean.length, 'nothing follows the end');
}

// photos: { name: bytes }. Cleans each, and holds the results to all of the
// above; expect says what has been removed and how it is turned.
async function holdAll(t, photos, expect) {
  const dir = folder(t);
  const pairs = [];
  for (const [name, bytes] of Object.entries(photos)) {
    const { clean, report, error } = await cleanBytes(dir, bytes);
    assert.ok(clean, `${name}: ${error}`);
    const [before, after] = ['a', 'b'].map((x) => join(dir, `${name}.${x}`));
    writeFileSync(before, bytes);
    writeFileSync(after, clean);
    pairs.push({ name, before, after, report });
    expect(name, report, clean);
    assert.ok(!marked(clean), `${name}: the mark is left`);
    onlyNeededParts(clean);
    const was = await decoded(before);
    assert.ok(was.length > 0 && was.equals(await decoded(after)), `${name}: pixels`);
    const again = await cleanBytes(dir, clean);
    assert.ok(again.clean.equals(clean), `${name}: cleaned twice`);
    assert.deepEqual(again.report.removed, [], name);
    assert.equal(again.report.orientation, report.orientation, name);
  }
  assert.ok(pairs.length > 0);
  await sameForImageMagick(pairs);
  const tags = await tagsOf(pairs.map(({ after }) => after));
  tags.forEach((found, i) => {
    onlyAllowed(found);
    assert.equal(found['IFD0:Orientation'] ?? 1, pairs[i].report.orientation, pairs[i].name);
  });
}

// ---- Pictures without anything, made by libjpeg and ImageMagick.

const SCRIPT = '0;\n1;\n2;\n';

async function bareJpegs(t) {
  const dir = folder(t);
  const ppm = join(dir, 'p.ppm');
  await must('convert', ['-size', '37x29', 'plasma:red-blue', '-seed', '7', '-depth', '8', ppm]);
  const scans = join(dir, 'scans');
  writeFileSync(scans, SCRIPT);
  const of = (...args) => must('cjpeg', ['-quality', '70', ...args, ppm]);
  const by = (...args) => must('convert', [ppm, ...args, '-strip', 'jpg:-']);
  return {
    baseline: await of(),
    extended: await of('-quality', '5'),
    sampled444: await of('-sample', '1x1'),
    sampled422: await of('-sample', '2x1'),
    sampled440: await of('-sample', '1x2'),
    grey: await of('-grayscale'),
    optimized: await of('-optimize'),
    progressive: await of('-progressive'),
    'progressive-grey': await of('-progressive', '-grayscale'),
    'progressive-restart': await of('-progressive', '-restart', '1B'),
    restart: await of('-restart', '1'),
    'restart-block': await of('-restart', '1B', '-optimize'),
    'three-scans': await of('-scans', scans),
    rgb: await of('-rgb'),
    cmyk: await by('-colorspace', 'CMYK'),
    'cmyk-progressive': await by('-colorspace', 'CMYK', '-interlace', 'JPEG'),
    'one-pixel': await must('convert', ['-size', '1x1', 'xc:red', '-strip', 'jpg:-']),
  };
}

const DEPTHS = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] };

const barePngs = () => Object.fromEntries(Object.entries(DEPTHS).flatMap(([c, depths]) =>
  depths.flatMap((depth) => [false, true].flatMap((interlaced) =>
    (Number(c) <= 3 ? [false, true] : [false]).map((transparent) => [
      `png-${c}-${depth}${interlaced ? '-interlaced' : ''}${transparent ? '-trns' : ''}`,
      makePng({ colour: Number(c), depth, interlaced, transparent })])))));

// ---- What is put into them.

// A profile that is one by its head, and has a name.
const icc = () => {
  const b = Buffer.alloc(200);
  b.writeUInt32BE(200);
  b.write('mntrRGB XYZ ', 12);
  b.write('acsp', 36);
  b.write(`desc${MARK}`, 140);
  return b;
};
const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><exif:GPSLatitude>${MARK
}</exif:GPSLatitude></rdf:RDF></x:xmpmeta>`;
const iptc = (s) => Buffer.concat([Buffer.from('Photoshop 3.0\0' + '8BIM\x04\x04\0\0', 'latin1'),
  Buffer.from([0, 0, 0, s.length + 5, 0x1c, 2, 25, 0, s.length]), Buffer.from(s)]);

const everything = (thumbnail, orientation) => [
  segment(0xe0, 'JFXX\0\x10', thumbnail, MARK),
  segment(0xe1, 'Exif\0\0', fullExif('II', orientation, thumbnail)),
  segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', xmp),
  segment(0xe1, 'http://ns.adobe.com/xmp/extension/\0', MARK),
  segment(0xe2, 'ICC_PROFILE\0\x01\x01', icc()),
  segment(0xe2, 'MPF\0', MARK),
  segment(0xe5, MARK), segment(0xeb, 'JP', MARK), segment(0xec, 'Ducky', MARK),
  segment(0xed, iptc(MARK)), segment(0xef, MARK),
  segment(0xfe, `a comment by ${MARK}`),
];

const everyChunk = (orientation) => [
  chunk('gAMA', Buffer.from([0, 0, 0xb1, 0x8f])), chunk('sRGB', '\0'),
  chunk('cHRM', Buffer.alloc(32, 1)),
  chunk('tEXt', `Comment\0${MARK}`),
  chunk('zTXt', 'Description\0\0', deflateSync(Buffer.from(MARK))),
  chunk('iTXt', `XML:com.adobe.xmp\0\0\0\0\0${xmp}`),
  chunk('iTXt', 'Author\0\x01\0\0\0', deflateSync(Buffer.from(MARK))),
  chunk('eXIf', fullExif('MM', orientation, Buffer.from(MARK))),
  chunk('tIME', Buffer.from([7, 0xea, 1, 2, 3, 4, 5])),
  chunk('pHYs', Buffer.from([0, 0, 11, 19, 0, 0, 11, 19, 1])),
  chunk('acTL', Buffer.from([0, 0, 0, 1, 0, 0, 0, 0])),
  chunk('prVt', MARK), chunk('caBX', MARK),
];
const lateChunks = [chunk('fdAT', MARK), chunk('tEXt', `Creation Time\0${MARK}`)];

const sorted = (words) => ALL.filter((w) => words.includes(w));

test('a JPEG that holds only its picture stays byte for byte', async (t) => {
  const photos = await bareJpegs(t);
  await holdAll(t, photos, (name, report, clean) => {
    const other = ['cmyk', 'cmyk-progressive', 'one-pixel'].includes(name);
    // ImageMagick's JFIF header has a resolution.
    assert.deepEqual(sorted(report.removed).filter((w) => w !== 'other'), [], name);
    if (!other)
      assert.ok(clean.equals(photos[name]), name);
  });
});

test('a PNG that holds only its picture stays byte for byte', async (t) => {
  const photos = barePngs();
  assert.equal(Object.keys(photos).length, 2 * (11 * 2 + 4));
  await holdAll(t, photos, (name, report, clean) => {
    assert.deepEqual(report.removed, [], name);
    assert.ok(clean.equals(photos[name]), name);
  });
});

test('all that any kind of JPEG tells besides its picture goes', async (t) => {
  const bare = await bareJpegs(t);
  const thumbnail = bare['one-pixel'];
  const photos = Object.fromEntries(Object.entries(bare).map(([name, jpeg], i) => [name,
    withSegments(jpeg, everything(thumbnail, i % 8 + 1), {
      between: [segment(0xfe, MARK), segment(0xe9, MARK)],
      behind: [thumbnail, Buffer.from(`behind ${MARK}`)] })]));
  const turns = Object.keys(bare);
  await holdAll(t, photos, (name, report) => {
    assert.ok(marked(photos[name]));
    assert.deepEqual(report.removed, ALL, name);
    assert.equal(report.orientation, turns.indexOf(name) % 8 + 1, name);
  });
});

test('all that any kind of PNG tells besides its picture goes', async (t) => {
  const bare = barePngs();
  const names = Object.keys(bare);
  const photos = Object.fromEntries(Object.entries(bare).map(([name, png], i) => [name,
    withChunks(png, everyChunk(i % 8 + 1), { late: lateChunks,
      behind: [Buffer.from(`behind ${MARK}`)] })]));
  await holdAll(t, photos, (name, report) => {
    assert.ok(marked(photos[name]));
    assert.deepEqual(report.removed, ALL, name);
    assert.equal(report.orientation, names.indexOf(name) % 8 + 1, name);
  });
});

test('what other programs write goes too', async (t) => {
  const dir = folder(t);
  const jpeg = join(dir, 'written.jpg');
  const png = join(dir, 'written.png');
  const thumbnail = join(dir, 'thumbnail.jpg');
  await must('convert', ['-size', '64x48', 'plasma:red-blue', '-density', '300',
    '-set', 'comment', MARK, '-interlace', 'JPEG', jpeg]);
  await must('convert', [jpeg, '-resize', '16x12', '-strip', thumbnail]);
  await must('convert', ['-size', '64x48', 'plasma:red-blue', '-depth', '16', '-density', '300',
    '-set', 'comment', MARK, '-interlace', 'PNG', '-gravity', 'center', png]);
  const tags = ['GPSLatitude=59.858', 'GPSLatitudeRef=N', 'GPSLongitude=17.639',
    'GPSLongitudeRef=E', `Make=${MARK}`, `Model=${MARK}`, 'Orientation#=6',
    'DateTimeOriginal=2026:01:02 03:04:05', `UserComment=${MARK}`, `SerialNumber=${MARK}`,
    `XMP:Title=${MARK}`, 'XMP:GPSLatitude=59.858', `XMP:Creator=${MARK}`];
  const write = (path, ...more) => must('exiftool', ['-q', '-overwrite_original',
    ...[...tags, ...more].map((tag) => `-${tag}`), path]);
  await write(jpeg, `IPTC:Keywords=${MARK}`, `Comment=${MARK}`,
    `Photoshop:PhotoshopFormat=0`, `ThumbnailImage<=${thumbnail}`, `JFXX:ThumbnailImage=`);
  await write(png, `PNG:Title=${MARK}`, `PNG:Software=${MARK}`, 'PNG:ModifyDate=2026:01:02 03:04:05');
  const found = Object.keys((await tagsOf([jpeg]))[0]);
  for (const name of ['GPS:GPSLatitude', 'IFD0:Make', 'IPTC:Keywords', 'XMP-dc:Title',
    'IFD1:ThumbnailImage', 'ExifIFD:UserComment', 'File:Comment'])
    assert.ok(found.includes(name), `${name} was written: ${found}`);
  await holdAll(t, { jpeg: readFileSync(jpeg), png: readFileSync(png) }, (name, report) => {
    assert.equal(report.orientation, 6);
    const lacks = name === 'jpeg' ? ['profile', 'more'] : ['thumbnail', 'more'];
    assert.deepEqual(report.removed.filter((w) => w !== 'other'),
      ALL.filter((w) => w !== 'other' && !lacks.includes(w)), name);
  });
});

test('every orientation in both byte orders turns the result as it turned the photo',
  async (t) => {
    const { baseline } = await bareJpegs(t);
    const png = makePng({ colour: 2, depth: 8 });
    const photos = {};
    for (const order of ['II', 'MM'])
      for (let o = 1; o <= 8; o++) {
        photos[`jpeg-${order}-${o}`] = withSegments(baseline,
          [segment(0xe1, 'Exif\0\0', turned(order, o))]);
        photos[`jpeg-full-${order}-${o}`] = withSegments(baseline,
          [segment(0xe1, 'Exif\0\0', fullExif(order, o))]);
        photos[`png-${order}-${o}`] = withChunks(png, [chunk('eXIf', turned(order, o))]);
        photos[`png-late-${order}-${o}`] = withChunks(png, [],
          { late: [chunk('eXIf', turned(order, o))] });
      }
    await holdAll(t, photos, (name, report) => {
      assert.equal(report.orientation, Number(name.at(-1)), name);
      assert.deepEqual(report.removed, name.includes('full') ?
        ['place', 'camera', 'time', 'text'] : [], name);
    });
  });

test('other pictures in a photo go: multi-picture, motion, cut-off', async (t) => {
  const { baseline, progressive } = await bareJpegs(t);
  const png = makePng({ colour: 6, depth: 8 });
  const mpf = segment(0xe2, 'MPF\0', Buffer.from(
    'II*\0\x08\0\0\0\x01\0\x01\xb0\x04\0\x01\0\0\0\x02\0\0\0\0\0\0\0', 'latin1'));
  const film = Buffer.from(`\0\0\0\x18ftypmp42${MARK}`, 'latin1');
  await holdAll(t, {
    mpf: withSegments(baseline, [mpf], { behind: [progressive] }),
    motion: withSegments(baseline, [], { behind: [film] }),
    cut: withChunks(png, [], { behind: [chunk('IDAT', MARK), chunk('IEND')] }),
    zeros: withSegments(baseline, [], { behind: [Buffer.alloc(4096)] }),
  }, (name, report) => assert.deepEqual(report.removed, ['more'], name));
});

test('a second file in a photo is gone, or the photo is refused', async (t) => {
  const dir = folder(t);
  const { baseline } = await bareJpegs(t);
  const png = makePng({ colour: 2, depth: 8 });
  const script = `*/=1;alert("${MARK}")/*`;
  const html = `<html><script>alert("${MARK}")</script></html>`;
  const zip = Buffer.from(`PK\x03\x04${MARK}PK\x05\x06${'\0'.repeat(18)}`, 'latin1');
  const pdf = `%PDF-1.4 ${MARK} %%EOF`;
  // A JPEG that is a script: the length of APP0 is "/*".
  const hidden = Buffer.alloc(0x2f2a - 2, 32);
  hidden.write(`JFIF\0\x01\x01\0\0\x01\0\x01\0\0${script}`, 'latin1');
  await holdAll(t, {
    'zip-behind': Buffer.concat([baseline, zip]),
    'html-behind': Buffer.concat([baseline, Buffer.from(html)]),
    'pdf-behind': Buffer.concat([png, Buffer.from(pdf)]),
    'png-behind': Buffer.concat([baseline, withChunks(png, [chunk('tEXt', `a\0${MARK}`)])]),
    'jpeg-behind': Buffer.concat([png, withSegments(baseline, [segment(0xfe, MARK)])]),
    'script-in-comment': withSegments(baseline, [segment(0xfe, html)]),
    'script-in-text': withChunks(png, [chunk('tEXt', `a\0${html}`)]),
    'script-in-jfif': Buffer.concat([baseline.subarray(0, 2), segment(0xe0, hidden),
      baseline.subarray(20)]),
    'zip-in-exif': withSegments(baseline, [segment(0xe1, 'Exif\0\0', zip)]),
  }, (name, report) => assert.ok(report.removed.length > 0, name));
  const inTable = withSegments(baseline, [segment(0xdb, '\0', Buffer.alloc(64, 1), html)]);
  for (const [name, bytes, error] of [
    ['pdf-before', Buffer.concat([Buffer.from(pdf), baseline]), 'type'],
    ['zip-before', Buffer.concat([zip, png]), 'type'],
    ['gif', Buffer.from(`GIF89a${script}`), 'type'],
    ['html', Buffer.from(html), 'type'],
    ['svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'type'],
    ['heic', Buffer.from('\0\0\0\x18ftypheic', 'latin1'), 'type'],
    ['webp', Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1'), 'type'],
    ['script-behind-a-table', inTable, 'damaged'],
    ['script-between-segments', withSegments(baseline, [Buffer.from(html)]), 'damaged'],
    ['script-between-chunks', withChunks(png, [Buffer.from(html)]), 'truncated'],
  ]) {
    assert.deepEqual(await cleanBytes(dir, bytes), { error }, name);
  }
});

test('kinds that few programs show are refused', async (t) => {
  const dir = folder(t);
  const ppm = join(dir, 'p.ppm');
  await must('convert', ['-size', '8x8', 'xc:red', ppm]);
  const arithmetic = await must('cjpeg', ['-arithmetic', ppm]);
  assert.deepEqual(await cleanBytes(dir, arithmetic), { error: 'type' });
  const { baseline } = await bareJpegs(t);
  const frame = segmentsOf(baseline).find(({ marker }) => marker === 0xc0);
  for (const [byte, at] of [[0xc3, frame.from + 1], [12, frame.from + 4]]) {
    const other = Buffer.from(baseline);
    other[at] = byte;
    assert.deepEqual(await cleanBytes(dir, other), { error: 'type' });
  }
});

test('sizes that no photo has are refused, however small the file', async (t) => {
  const dir = folder(t);
  const { baseline } = await bareJpegs(t);
  const frame = segmentsOf(baseline).find(({ marker }) => marker === 0xc0);
  for (const [width, height] of [[65535, 65535], [30001, 1], [1, 30001], [20000, 20000],
    [0, 1], [1, 0]]) {
    const jpeg = Buffer.from(baseline);
    jpeg.writeUInt16BE(height, frame.from + 5);
    jpeg.writeUInt16BE(width, frame.from + 7);
    assert.deepEqual(await cleanBytes(dir, jpeg), { error: 'dimensions' });
  }
  // A bomb: a kilobyte that says it is two thousand million pixels.
  for (const [width, height] of [[0x7fffffff, 0x7fffffff], [50000, 40000], [1, 30001], [0, 0]]) {
    const png = withChunks(makePng({ colour: 2, depth: 8 }), []);
    const bomb = Buffer.concat([png.subarray(0, 8), chunk('IHDR', Buffer.from([
      width >>> 24, width >> 16 & 255, width >> 8 & 255, width & 255,
      height >>> 24, height >> 16 & 255, height >> 8 & 255, height & 255, 8, 2, 0, 0, 0])),
    png.subarray(33)]);
    assert.deepEqual(await cleanBytes(dir, bomb), { error: 'dimensions' });
  }
});

test('a text that unpacks to 64 MB is not unpacked', async (t) => {
  const bomb = chunk('zTXt', 'Comment\0\0', deflateSync(Buffer.alloc(64 << 20)));
  await holdAll(t, { bomb: withChunks(makePng({ colour: 0, depth: 8 }), [bomb]) },
    (name, report) => assert.deepEqual(report.removed, ['text']));
});

test('cut off at any byte a photo is refused', async (t) => {
  const dir = folder(t);
  const { 'one-pixel': jpeg } = await bareJpegs(t);
  const stride = Number(process.env.INKAST_STRIDE ?? 8);
  for (const whole of [jpeg, makePng({ colour: 3, depth: 2, transparent: true })]) {
    assert.ok((await cleanBytes(dir, whole)).clean);
    let refused = 0;
    // All of them: jpeg_refused_test and png_test. Here some of a real one.
    for (let n = 0; n < whole.length; n += n + stride < whole.length - 16 ? stride : 1) {
      const { error } = await cleanBytes(dir, whole.subarray(0, n));
      assert.equal(error, n < (whole === jpeg ? 3 : 8) ? 'type' : 'truncated', `at ${n}`);
      refused++;
    }
    assert.ok(refused > 16);
  }
});
