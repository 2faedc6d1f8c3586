/** Lines of at most `width` columns. Words that are longer, such as keys, are broken where the line ends. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    let rest = word;
    if (line !== '' && line.length + 1 + rest.length > width) {
      // A long value goes on behind its name rather than on a line of its own.
      const room = width - line.length - 1;
      if (rest.length > width && room >= 16) {
        lines.push(`${line} ${rest.slice(0, room)}`);
        rest = rest.slice(room);
      } else {
        lines.push(line);
      }
      line = '';
    }
    while (rest.length > width) {
      lines.push(rest.slice(0, width));
      rest = rest.slice(width);
    }
    line = line === '' ? rest : `${line} ${rest}`;
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}
