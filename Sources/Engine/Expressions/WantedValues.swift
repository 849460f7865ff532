import Results
import Schema

/// The constants of a long `in (…)`, of the kind that the cells are.
enum WantedValues {
  /// Mantissas at the cells' scale
  case mantissas(Set<Int128>)
  case int32s(Set<Int32>)
  case texts(Set<TextBytes>)

  /// Nil where some value is of another kind than the cells.
  init?(_ values: [Value], like vector: Vector) {
    func all<Cell: Hashable>(_ cell: (Value) -> Cell?) -> Set<Cell>? {
      let cells = values.compactMap(cell)
      return cells.count == values.count ? Set(cells) : nil
    }
    let made: WantedValues? =
      switch vector.cells {
      case .decimal(_, let scale): WantedValues.mantissas(values, scale)
      case .int64: WantedValues.mantissas(values, Money.places)
      case .int32:
        all { value -> Int32? in
          switch value {
          case .date(let day): day.rawValue
          case .period(let period): period.first.rawValue
          default: nil
          }
        }.map { .int32s($0) }
      case .text: all { if case .text(let text) = $0 { TextBytes(text) } else { nil } }.map { .texts($0) }
      default: nil
      }
    guard let made else { return nil }
    self = made
  }

  /// What no cell of the scale can be is left out.
  private static func mantissas(_ values: [Value], _ scale: Int) -> WantedValues? {
    var wanted: Set<Int128> = []
    for value in values {
      guard let quantity = value.quantity else { return nil }
      if quantity.scale <= scale, let mantissa = quantity.mantissa(atScale: scale) { wanted.insert(mantissa) }
    }
    return .mantissas(wanted)
  }

  func holds(_ vector: Vector, _ place: Int) -> Bool {
    switch (self, vector.cells) {
    case (.mantissas(let wanted), .decimal(let cells, _)): wanted.contains(cells[place])
    case (.mantissas(let wanted), .int64(let cells)): wanted.contains(Int128(cells[place]))
    case (.int32s(let wanted), .int32(let cells)): wanted.contains(cells[place])
    case (.texts(let wanted), .text(let cells)): wanted.contains(TextBytes(cells[place]))
    default: preconditionFailure("wanted values of another form")
    }
  }
}

/// A text that is equal where its bytes are.
struct TextBytes: Hashable {
  private let text: String

  init(_ text: String) { self.text = text }

  static func == (left: TextBytes, right: TextBytes) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

/// The texts of an `in (…)` by their bytes, so that stored texts are looked up where they lie.
struct WantedTexts {
  private var texts: [Int: [[UInt8]]] = [:]
  /// Which lengths there are: most texts are another's.
  private var lengths: [Bool] = []

  init(_ texts: [String]) { for text in texts { add(Array(text.utf8)) } }

  /// Nil where some value is no text.
  init?(_ values: [Value]) {
    for value in values {
      guard case .text(let text) = value else { return nil }
      add(Array(text.utf8))
    }
  }

  private mutating func add(_ text: [UInt8]) {
    if text.count >= lengths.count { lengths += [Bool](repeating: false, count: text.count + 1 - lengths.count) }
    lengths[text.count] = true
    texts[text.withUnsafeBufferPointer { WantedTexts.hash($0) }, default: []].append(text)
  }

  func holds(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count < lengths.count, lengths[text.count], let alike = texts[WantedTexts.hash(text)] else { return false }
    return alike.contains { $0.elementsEqual(text) }
  }

  func holds(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { holds($0) }
  }

  private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(text))
    return hasher.finalize()
  }
}
