import Query
import Results
import Schema
import Store

extension Evaluator {
  /// Where a to-one link leads from each place of a frame: places of ``base(_:)`` of the target; -1 without a record there.
  private func targets(_ link: Int, _ target: Int, of frame: Frame, entity: Int) throws -> [Int32] {
    let column = column(link, of: entity, over: frame.rows)
    let placeOfKey = try placesByKey(target)
    let codes = column.codes
    return try polling.map(frame.count) { column.isKnown($0) ? placeOfKey[Int(codes[$0])] : -1 }
  }

  /// The target's records for the linked places: each target once when they are fewer than the rows, else one for each row.
  private func followedFrame(_ places: [Int32], _ target: Int) -> (frame: Frame, placeInFrame: [Int32]) {
    let base = base(target)
    let linked = places.filter { $0 >= 0 }
    if options.rules.contains(.targetsOnce), TargetsOnce.pays(targets: base.count, linkedRows: linked.count) {
      note(.targetsOnce)
      return (base, places)
    }
    var next: Int32 = -1
    let placeInFrame = places.map { place -> Int32 in
      guard place >= 0 else { return -1 }
      next += 1
      return next
    }
    return (base.picking(linked), placeInFrame)
  }

  /// `unit.kind`: cells of the linked records; missing without one.
  func followed(_ link: Int, _ target: Int, _ inner: Checked, _ expression: Checked, over domain: Domain) throws -> Vector {
    if inner.isCondition {
      let holds = try followedTruth(link, target, inner, expression, over: domain)
      return Vector(type: .flag, count: domain.count, cells: .bits(holds))
    }
    guard case .rows(let frame) = domain else { throw misplaced("a link", expression.range) }
    if case .table(let columns) = frame.origin {
      let (records, places) = try recordsOfLines(columns[link], frame, target)
      return try values(inner, over: .rows(records)).picking(orMissing: places)
    }
    guard let entity = frame.entity else { throw misplaced("a link", expression.range) }
    let (linked, places) = followedFrame(try targets(link, target, of: frame, entity: entity), target)
    return try values(inner, over: .rows(linked)).picking(orMissing: places)
  }

  /// The records that lines are about, each once, and the place of each line's among them. A record that is gone at the snapshot is read as it
  /// last was; one that only comes later has no place.
  private func recordsOfLines(_ column: Vector, _ frame: Frame, _ target: Int) throws -> (frame: Frame, placeInFrame: [Int32]) {
    let table = library.tables[target]
    let codes = column.codes
    var placeOfKey: [UInt32: Int32] = [:]
    var rows: [Int32] = []
    let lines = frame.rowNumbers
    let places = try polling.map(lines.count) { index -> Int32 in
      let line = lines[index]
      guard column.isKnown(Int(line)) else { return -1 }
      let key = codes[Int(line)]
      if let place = placeOfKey[key] { return place }
      let row = table.rows(ofKey: Int(key)).last { Int(table.since[$0]) <= snapshot }
      let place = row == nil ? -1 : Int32(rows.count)
      if let row { rows.append(Int32(row)) }
      placeOfKey[key] = place
      return place
    }
    return (Frame(origin: .records(entity: target), rows: .picked(rows)), places)
  }

  /// A condition on the linked record; false without one.
  func followedTruth(_ link: Int, _ target: Int, _ inner: Checked, _ expression: Checked, over domain: Domain) throws -> Bitmap {
    guard case .rows(let frame) = domain else { throw misplaced("a link", expression.range) }
    let (linked, places): (Frame, [Int32])
    if case .table(let columns) = frame.origin {
      (linked, places) = try recordsOfLines(columns[link], frame, target)
    } else if let entity = frame.entity {
      (linked, places) = followedFrame(try targets(link, target, of: frame, entity: entity), target)
    } else {
      throw misplaced("a link", expression.range)
    }
    let holds = try truth(inner, over: .rows(linked))
    var result = Bitmap(count: frame.count)
    try polling.forEach(places.count) { if places[$0] >= 0, holds[Int(places[$0])] { result[$0] = true } }
    return result
  }

  /// The linked records of each place, as groups: each record at most once. `placeToGroup` leads back, since two places may hold one record.
  private func children(_ link: ReverseLink, of domain: Domain, _ expression: Checked) throws -> (groups: Groups, placeToGroup: [UInt32]?) {
    let frame: Frame
    switch domain {
    case .rows(let rows): frame = rows
    case .groups(let groups, _): frame = groups.frame
    }
    guard let entity = frame.entity else { throw misplaced("a link of many", expression.range) }
    var groupOfKey = [Int32](repeating: -1, count: library.tables[entity].keyCount)
    var placeToGroup: [UInt32]?
    let groupCount: Int
    let keys = keys(of: frame, entity: entity)
    switch domain {
    case .groups(let groups, _):
      try polling.forEach(frame.count) { groupOfKey[Int(keys[$0])] = Int32(groups.group(of: $0)) }
      groupCount = groups.count
    case .rows:
      var next: Int32 = 0
      placeToGroup = try polling.map(frame.count) { place in
        let key = Int(keys[place])
        if groupOfKey[key] < 0 {
          groupOfKey[key] = next
          next += 1
        }
        return UInt32(groupOfKey[key])
      }
      groupCount = Int(next)
    }
    let base = base(link.entity)
    try poll()
    let column = column(link.field, of: link.entity, over: base.rows)
    let codes = column.codes
    try poll()
    var places: [Int32] = []
    var members: [UInt32] = []
    try polling.forEach(base.count) { place in
      guard column.isKnown(place) else { return }
      let group = groupOfKey[Int(codes[place])]
      guard group >= 0 else { return }
      places.append(Int32(place))
      members.append(UInt32(group))
    }
    try poll()
    return (Groups(frame: base.picking(places), membership: .each(members), count: groupCount), placeToGroup)
  }

  /// An aggregate over the linked records of each row, or of each group.
  func linkAggregate(_ aggregate: Aggregate, _ link: ReverseLink, _ expression: Checked, over domain: Domain) throws -> Vector {
    let (groups, placeToGroup) = try children(link, of: domain, expression)
    if let placeToGroup {
      // What a condition asks of linked records is no figure: missing ones are not worth a note there.
      let cells =
        try printedColumn.map { column in
          try countingFurther(under: column) { try self.aggregate(aggregate, groups, expression) }
        } ?? withoutNotes { try self.aggregate(aggregate, groups, expression) }
      return cells.picking(placeToGroup.map(Int32.init))
    }
    let vector = try self.aggregate(aggregate, groups, expression)
    if case .groups(_, let picked?) = domain { return vector.picking(picked) }
    return vector
  }

  /// `any node (…)`: counts the linked records that satisfy the condition.
  func quantified(
    _ quantifier: Quantifier, _ link: ReverseLink, _ inner: Checked?, _ expression: Checked, over domain: Domain
  ) throws -> Bitmap {
    guard case .rows = domain else { throw misplaced("`\(quantifier.rawValue)` of a group", expression.range) }
    let (groups, placeToGroup) = try children(link, of: domain, expression)
    let all = countsByGroup(groups.membership, groups.count, groups.frame.count, places: nil)
    let holding =
      try inner.map {
        countsByGroup(groups.membership, groups.count, groups.frame.count, places: try truth($0, over: .rows(groups.frame)))
      } ?? all
    return try polling.places(domain.count) { place in
      let group = Int(placeToGroup![place])
      return switch quantifier {
      case .any: holding[group] > 0
      case .every: holding[group] == all[group] && all[group] > 0
      case .no: holding[group] == 0
      }
    }
  }

  /// The records that a link of the rows leads to, each once in each group.
  func onceThrough(_ link: Int, _ groups: Groups, _ expression: Checked) throws -> Groups {
    guard let entity = groups.frame.entity, case .link(let target) = library.tables[entity].columns[link].type else {
      throw misplaced("a link", expression.range)
    }
    let base = base(target)
    let targets = try targets(link, target, of: groups.frame, entity: entity)
    let width = UInt64(max(base.count, 1))
    var pairs: [UInt64] = []
    try polling.forEach(groups.frame.count) { place in
      guard targets[place] >= 0 else { return }
      pairs.append(UInt64(groups.group(of: place)) * width + UInt64(targets[place]))
    }
    let distinct = try factorized(pairs, polling).distinct
    noteCountedOnce(target)
    return Groups(
      frame: base.picking(distinct.map { Int32($0 % width) }), membership: .each(distinct.map { UInt32($0 / width) }), count: groups.count)
  }
}
