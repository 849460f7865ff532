import Diagnostics
import Results
import Schema
import Store

extension Evaluator {
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
    case .money(let money):
      return .quantity(Quantities(cells: [Int128](repeating: money.rawValue, count: count), scale: Money.places), type, known: nil)
    case .number(let number), .duration(let number, _):
      return vector(.decimal([Int128](repeating: number.mantissa, count: count), scale: number.scale))
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
  /// - Parameter range: the place in the query that is to blame where numbers have no room beside each other.
  func combined(_ parts: [(places: [Int32], vector: Vector)], type: DataType, count: Int, at range: SourceRange? = nil) throws -> Vector {
    var known = Bitmap(count: count)
    for (places, vector) in parts {
      try polling.forEach(places.count) { if vector.isKnown($0) { known[Int(places[$0])] = true } }
    }
    func cells<Cell>(_ empty: Cell, _ read: (Vector) throws -> [Cell]) throws -> [Cell] {
      var result = [Cell](repeating: empty, count: count)
      for (places, vector) in parts {
        let cells = try read(vector)
        try polling.forEach(places.count) { result[Int(places[$0])] = cells[$0] }
      }
      return result
    }
    let result: Vector.Cells
    switch type {
    case .text:
      if parts.count == 1, case .codes(_, let names) = parts[0].vector.cells {
        result = .codes(try cells(0) { $0.codes }, names)
      } else if parts.contains(where: { if case .mixed = $0.vector.cells { true } else { false } }) {
        result = .mixed(try mixed(parts, count: count, polling))
      } else {
        result = .text(try cells("") { try texts($0) })
      }
    // All columns of one choice, and all links to one entity, number their values alike.
    case .choice, .link: result = .codes(try cells(0) { $0.codes }, names(of: type) ?? NoNames())
    case .date, .period: result = .int32(try cells(0) { $0.int32s })
    case .money, .number, .duration:
      let quantities = parts.map { $0.vector.quantities }
      let scale = quantities.reduce(0) { max($0, $1.scale) }
      var next = 0
      let mantissas = try cells(0 as Int128) { vector in
        defer { next += 1 }
        guard let scaled = try scaled(quantities[next], to: scale, count: vector.count) else {
          throw EngineError(.overflow, at: range)
        }
        return scaled
      }
      result = Vector.quantity(Quantities(cells: mantissas, scale: scale), type, known: nil).cells
    case .flag:
      result = .bits(
        try parts.reduce(into: Bitmap(count: count)) { result, part in
          let bits = part.vector.bits
          try polling.forEach(part.places.count) { result[Int(part.places[$0])] = bits[$0] }
        })
    }
    return Vector(type: type, count: count, cells: result, validity: known.population == count ? nil : known)
  }
}

/// Cells of several columns in one, each kept as it is; `parts` hold the cells of different places.
func mixed(_ parts: [(places: [Int32], vector: Vector)], count: Int, _ polling: Polling) throws -> MixedCells {
  var result = MixedCells(
    parts: parts.map(\.vector), part: [UInt32](repeating: 0, count: count), place: [Int32](repeating: 0, count: count))
  for (part, (places, _)) in parts.enumerated() {
    try polling.forEach(places.count) { index in
      result.part[Int(places[index])] = UInt32(part)
      result.place[Int(places[index])] = Int32(index)
    }
  }
  return result
}
