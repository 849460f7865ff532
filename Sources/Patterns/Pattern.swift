import CPatterns
import Synchronization

/// A regular expression of `matches`, ready to be searched for: in time linear in the text, whatever the pattern.
@safe public final class Pattern: @unchecked Sendable {
  /// As written between the slashes.
  public let text: String
  /// Instructions of its program: what a step over one byte of text costs at worst.
  public let size: Int
  private let made: OpaquePointer

  /// Bytes of a pattern; a list of names is asked for by `in (…)`.
  public static let longest = 1 << 16
  /// Groups inside groups.
  static let deepest = 200
  /// How often a part is repeated, counts inside counts multiplied.
  static let mostRepeats = 1000
  /// What a pattern may come to in instructions: making the program takes some 50 ms then.
  static let largest = 60_000
  /// Parts that may be left out: what RE2 takes to make the program grows with their square where they follow each other.
  static let mostOptions = 3000
  /// For the program and the automaton that grows while it is searched for.
  private static let memory: Int64 = 32 << 20

  /// The patterns used last: a question reads its condition at several snapshots, and was checked before.
  private static let recent = Mutex<[Pattern]>([])
  private static let recentCount = 4

  /// - Throws: what is wrong with it, and where.
  public static func read(_ text: String) throws(PatternError) -> Pattern {
    if let known = recent.withLock({ $0.first { $0.text == text && $0.text.utf8.elementsEqual(text.utf8) } }) { return known }
    let pattern = try Pattern(text)
    recent.withLock { $0 = [pattern] + $0.prefix(recentCount - 1) }
    return pattern
  }

  private init(_ text: String) throws(PatternError) {
    self.text = text
    var reader = try PatternReader(text)
    let made = unsafe try Self.make(try reader.written(), at: 0..<text.utf8.count)
    unsafe self.made = made
    size = unsafe Int(luodi_pattern_size(made))
  }

  deinit { unsafe luodi_pattern_drop(made) }

  /// Whether it is found anywhere in a text.
  public func isFound(in text: UnsafeBufferPointer<UInt8>) throws(PatternError) -> Bool {
    let found = unsafe text.withMemoryRebound(to: CChar.self) { unsafe luodi_pattern_find(made, $0.baseAddress, $0.count) }
    guard found >= 0 else { throw PatternError(.outOfMemory, at: 0..<self.text.utf8.count) }
    return found == 1
  }

  /// The instructions of a piece that RE2 takes; nil when it does not.
  static func size(ofPiece piece: String) -> Int? {
    guard let made = unsafe try? make(piece, at: 0..<0) else { return nil }
    defer { unsafe luodi_pattern_drop(made) }
    return unsafe Int(luodi_pattern_size(made))
  }

  private static func make(_ written: String, at range: Range<Int>) throws(PatternError) -> OpaquePointer {
    var (written, fault) = (written, LUODI_PATTERN_SOUND)
    let made = written.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { unsafe luodi_pattern_make($0.baseAddress, $0.count, memory, &fault) }
    }
    if let made = unsafe made { return unsafe made }
    switch fault {
    case LUODI_PATTERN_TOO_LARGE: throw PatternError(.tooLarge, at: range)
    case LUODI_PATTERN_OUT_OF_MEMORY: throw PatternError(.outOfMemory, at: range)
    default: throw PatternError(.notTaken(nil), at: range)
    }
  }
}
