import Schema
import Store

extension Execution {
  /// A constant at every place.
  func constant(_ value: Value, type: DataType, count: Int) -> Vector {
    func vector(_ cells: Vector.Cells) -> Vector { Vector(type: type, count: count, cells: cells) }
    switch value {
    case .missing: return .missing(type, count: count, names: names(of: type))
    case .text(let text): return vector(.text([String](repeating: text, count: count)))
    case .choice(let code), .link(let code):
      return vector(.codes([UInt32](repeating: UInt32(code), count: count), names(of: type) ?? NoNames()))
    case .date(let day): return vector(.int32([Int32](repeating: day.rawValue, count: count)))
    case .period(let period): return vector(.int32([Int32](repeating: period.first.rawValue, count: count)))
    case .money(let money): return vector(.int64([Int64](repeating: money.rawValue, count: count)))
    case .number(let number), .duration(let number, _): return vector(.double([Double](repeating: number, count: count)))
    case .flag(let flag): return vector(.bits(Bitmap(count: count, filled: flag)))
    }
  }

  /// The spellings of codes that no column brought along.
  func names(of type: DataType) -> (any CodeNames)? {
    switch type {
    case .choice(let choice): choiceNames(choice)
    case .link(let entity): library.tables[entity].keys
    default: nil
    }
  }

  /// Those of any column of the choice, which know the values outside the list; the declared ones when no column has it (bands).
  private func choiceNames(_ choice: Int) -> any CodeNames {
    for table in library.tables {
      for column in table.columns where column.type == .choice(choice) {
        if let names = column.names { return names }
      }
    }
    return ChoiceNames(choice: choices[choice])
  }

  /// One vector from parts that hold the cells of different places; places of no part are missing.
  func combined(_ parts: [(places: [Int32], vector: Vector)], type: DataType, count: Int) -> Vector {
    var known = Bitmap(count: count)
    for (places, vector) in parts {
      for (index, place) in places.enumerated() where vector.isKnown(index) { known[Int(place)] = true }
    }
    func cells<Cell>(_ empty: Cell, _ read: (Vector) -> [Cell]) -> [Cell] {
      var result = [Cell](repeating: empty, count: count)
      for (places, vector) in parts {
        let cells = read(vector)
        for (index, place) in places.enumerated() { result[Int(place)] = cells[index] }
      }
      return result
    }
    let result: Vector.Cells =
      switch type {
      case .text:
        if parts.count == 1, case .codes(_, let names) = parts[0].vector.cells {
          .codes(cells(0) { $0.codes }, names)
        } else if parts.contains(where: { if case .mixed = $0.vector.cells { true } else { false } }) {
          .mixed(mixed(parts, count: count))
        } else {
          .text(cells("") { $0.texts })
        }
      // All columns of one choice, and all links to one entity, number their values alike.
      case .choice, .link: .codes(cells(0) { $0.codes }, names(of: type) ?? NoNames())
      case .date, .period: .int32(cells(0) { $0.int32s })
      case .money: .int64(cells(0) { $0.int64s })
      case .number, .duration: .double(cells(0) { $0.doubles })
      case .flag:
        .bits(
          parts.reduce(into: Bitmap(count: count)) { result, part in
            for (index, place) in part.places.enumerated() { result[Int(place)] = part.vector.bits[index] }
          })
      }
    return Vector(type: type, count: count, cells: result, validity: known.population == count ? nil : known)
  }
}

/// Cells of several columns in one, each kept as it is; `parts` hold the cells of different places.
func mixed(_ parts: [(places: [Int32], vector: Vector)], count: Int) -> MixedCells {
  var result = MixedCells(
    parts: parts.map(\.vector), part: [UInt32](repeating: 0, count: count), place: [Int32](repeating: 0, count: count))
  for (part, (places, _)) in parts.enumerated() {
    for (index, place) in places.enumerated() {
      result.part[Int(place)] = UInt32(part)
      result.place[Int(place)] = Int32(index)
    }
  }
  return result
}

extension Vector {
  var codes: [UInt32] {
    if case .codes(let codes, _) = cells { return codes }
    return [UInt32](repeating: 0, count: count)
  }
}
