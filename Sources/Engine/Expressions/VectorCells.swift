import Results
import Schema

// Inside the engine a vector's arrays may be longer than its `count` (columns are read where they lie); its bitmaps never are.

extension Vector {
  /// Places that are known, as a bitmap.
  var known: Bitmap { validity ?? Bitmap(count: count, filled: true) }

  /// A vector without a known cell.
  static func missing(_ type: DataType, count: Int, names: (any CodeNames)? = nil) -> Vector {
    let none = Bitmap(count: count)
    let cells: Cells =
      switch type {
      case .text: .text([String](repeating: "", count: count))
      case .choice, .link: .codes([UInt32](repeating: 0, count: count), names ?? NoNames())
      case .date, .period: .int32([Int32](repeating: 0, count: count))
      case .money: .int64([Int64](repeating: 0, count: count))
      case .number, .duration: .decimal([Int128](repeating: 0, count: count), scale: 0)
      case .flag: .bits(none)
      }
    return Vector(type: type, count: count, cells: cells, validity: none)
  }

  /// Cells at some places, in their order.
  func picking(_ places: [Int32]) -> Vector {
    let cells: Cells =
      switch cells {
      case .text(let texts): .text(places.map { texts[Int($0)] })
      case .codes(let codes, let names): .codes(gather(codes, places), names)
      case .int32(let cells): .int32(gather(cells, places))
      case .int64(let cells): .int64(gather(cells, places))
      case .decimal(let cells, let scale): .decimal(gather(cells, places), scale: scale)
      case .bits(let bits): .bits(gather(bits, places))
      case .mixed(let mixed): .mixed(MixedCells(parts: mixed.parts, part: gather(mixed.part, places), place: gather(mixed.place, places)))
      }
    return Vector(type: type, count: places.count, cells: cells, validity: validity.map { gather($0, places) })
  }

  /// Cells at some places; -1 gives a missing cell.
  func picking(orMissing places: [Int32]) -> Vector {
    guard places.contains(where: { $0 < 0 }) else { return picking(places) }
    guard count > 0 else {
      if case .codes(_, let names) = cells { return .missing(type, count: places.count, names: names) }
      return .missing(type, count: places.count)
    }
    var present = Bitmap(count: places.count)
    for (index, place) in places.enumerated() where place >= 0 { present[index] = true }
    var result = picking(places.map { max($0, 0) })
    result.validity = result.validity.map { $0.and(present) } ?? present
    return result
  }

  /// With arrays of exactly `count` cells, as other rooms expect.
  var trimmed: Vector {
    var result = self
    switch cells {
    case .text(let texts): if texts.count > count { result.cells = .text(Array(texts.prefix(count))) }
    case .codes(let codes, let names): if codes.count > count { result.cells = .codes(Array(codes.prefix(count)), names) }
    case .int32(let cells): if cells.count > count { result.cells = .int32(Array(cells.prefix(count))) }
    case .int64(let cells): if cells.count > count { result.cells = .int64(Array(cells.prefix(count))) }
    case .decimal(let cells, let scale):
      if cells.count > count { result.cells = .decimal(Array(cells.prefix(count)), scale: scale) }
    case .bits, .mixed: break
    }
    return result
  }
}

/// Validity of what needs both operands.
func bothKnown(_ left: Bitmap?, _ right: Bitmap?) -> Bitmap? {
  guard let left else { return right }
  guard let right else { return left }
  return left.and(right)
}

/// The names of codes of which there are none.
struct NoNames: CodeNames {
  var count: Int { 0 }
  func code(_ index: Int) -> String { "" }
  func name(_ index: Int, chinese: Bool) -> String { "" }
}

/// A choice's declared values, for choices that no column has.
struct ChoiceNames: CodeNames {
  let choice: Choice

  var count: Int { choice.values.count }
  func code(_ index: Int) -> String { choice.values[index].code }

  func name(_ index: Int, chinese: Bool) -> String {
    let value = choice.values[index]
    return (chinese ? value.label : nil) ?? value.english ?? value.code
  }
}
