import CKernels
import Diagnostics
import Glibc

/// A file's bytes where the system keeps them, without a copy. Nothing changes them but another program that writes the file.
final class MappedFile: @unchecked Sendable {
  let bytes: UnsafeBufferPointer<UInt8>

  /// Nil for what cannot be mapped, or is empty or has 4 GB.
  init?(_ path: String) {
    let descriptor = open(path.systemPath, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, (1..<Int(UInt32.max)).contains(Int(status.st_size)),
      let start = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else { return nil }
    bytes = UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: Int(status.st_size))
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress!), bytes.count) }

  /// Bytes of this range need no memory for now; they come back when they are read again.
  func release(_ range: Range<Int>) {
    let page = 4096
    let start = (range.lowerBound + page - 1) / page * page
    let end = range.upperBound / page * page
    if end > start { madvise(UnsafeMutableRawPointer(mutating: bytes.baseAddress! + start), end - start, MADV_DONTNEED) }
  }
}

/// What one pass over a file says of it.
struct FileSurvey {
  var length: Int
  /// Line feeds
  var lines: Int
  /// Cells can be told apart by delimiters and line ends alone: the file is UTF-8 without quotes and zeros.
  var isPlain: Bool

  /// Nil for what is no file to be mapped.
  static func of(_ path: String) -> FileSurvey? {
    guard let file = MappedFile(path) else { return nil }
    var text = luodi_text()
    luodi_survey(file.bytes.baseAddress!, file.bytes.count, &text)
    return FileSurvey(
      length: file.bytes.count, lines: text.lines, isPlain: text.has_quotes == 0 && text.has_zeros == 0 && text.is_broken == 0)
  }

  /// Of many files, two at a time; nil for those whose format is never plain.
  static func of(_ files: [FoundTable]) -> [FileSurvey?] {
    @Sendable func survey(_ file: FoundTable) -> FileSurvey? { file.format.isSurveyed ? of(file.path) : nil }
    // A thread costs more than a few small files.
    guard files.count > 1, files.contains(where: { FileBytes.size($0.path) > 1 << 22 }) else { return files.map(survey) }
    let halves = TwoThreads.run { half in files.indices.map { $0 % 2 == half ? survey(files[$0]) : nil } }
    return files.indices.map { halves[$0 % 2][$0] }
  }
}

/// Runs two things at a time.
enum TwoThreads {
  private final class Work<Answer>: @unchecked Sendable {
    let body: (Int) -> Answer
    var answer: Answer?

    init(_ body: @escaping (Int) -> Answer) { self.body = body }
  }

  /// `body` of 0 here and of 1 on another thread.
  static func run<Answer>(_ body: @Sendable (Int) -> Answer) -> [Answer] {
    withoutActuallyEscaping(body) { body in
      let work = Work(body)
      var thread = pthread_t()
      let status = pthread_create(
        &thread, nil,
        { pointer in
          let job = Unmanaged<AnyJob>.fromOpaque(pointer!).takeRetainedValue()
          job.run()
          return nil
        }, Unmanaged.passRetained(AnyJob { work.answer = work.body(1) }).toOpaque())
      let first = body(0)
      if status == 0 { pthread_join(thread, nil) } else { work.answer = body(1) }
      return [first, work.answer!]
    }
  }

  private final class AnyJob {
    let run: () -> Void

    init(_ run: @escaping () -> Void) { self.run = run }
  }
}
