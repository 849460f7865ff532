import Glibc

/// Times the loops of `CKernels` beside what memory allows: a plain read (a sum) over as many bytes, and `memcpy`, in the same run.
///
///     luodi-kernels [--rows N]…        1,000,000 and 10,000,000 rows unless told otherwise
///
/// A figure is the best of several rounds. Bytes are those that a kernel must read and write at least; what it keeps in the caches (counters,
/// sets of wanted codes) is not counted.
@main
enum Kernels {
  static func main() {
    var rows: [Int] = []
    var rest = CommandLine.arguments.dropFirst()
    while let argument = rest.popFirst() {
      guard argument == "--rows", let count = rest.popFirst().flatMap(Int.init), count > 0 else {
        let usage = Array("usage: luodi-kernels [--rows N]…\n".utf8)
        write(2, usage, usage.count)
        exit(2)
      }
      rows.append(count)
    }
    print(Table.heading)
    for count in rows.isEmpty ? [1_000_000, 10_000_000] : rows {
      let table = Table(rows: count)
      table.measureMemory()
      table.measureBitmaps()
      table.measureRanges()
      table.measureGroups()
      table.measureLinks()
      table.measureTexts()
    }
  }
}
