import Query
import Results
import Schema

// Bodies of definitions that stand in so many places that each is worked out once for all rows, wherever it is asked for.

extension Evaluator {
  /// The cells of a shared body, one for each place of the domain.
  func values(_ shared: SharedBody, over domain: Domain) throws -> Vector {
    guard let (whole, key, places) = whole(domain) else { return try own(shared, over: domain) }
    let place = SharedPlace(body: ObjectIdentifier(shared), rows: key)
    if let known = sharedValues[place] {
      // What fails on some row may not be asked of it here.
      guard let vector = known.vector else { return try own(shared, over: domain) }
      return places.map { vector.picking($0) } ?? vector
    }
    do {
      let vector = try own(shared, over: whole)
      sharedValues[place] = SharedValue(body: shared, rows: whole, vector: vector)
      return places.map { vector.picking($0) } ?? vector
    } catch {
      try poll()
      guard places != nil else { throw error }
      sharedValues[place] = SharedValue(body: shared, rows: whole, vector: nil)
      return try own(shared, over: domain)
    }
  }

  private func own(_ shared: SharedBody, over domain: Domain) throws -> Vector {
    guard shared.isCondition else { return try values(shared.body, over: domain) }
    return Vector(type: .flag, count: domain.count, cells: .bits(try truth(shared.body, over: domain)))
  }

  /// All rows or groups of which a domain has some, and the places of those among them; nil places for all of them in order. Nil for rows that
  /// hold no record at the snapshot.
  private func whole(_ domain: Domain) -> (whole: Domain, key: SharedPlace.Rows, places: [Int32]?)? {
    switch domain {
    case .groups(let groups, let picked): return (.groups(groups, picked: nil), .groups(ObjectIdentifier(groups)), picked)
    case .rows(let frame):
      switch (frame.origin, frame.rows) {
      case (.nothing, _): return (domain, .single, nil)
      case (.table(let columns), let rows):
        let all = Frame(origin: frame.origin, rows: .first(columns.first?.count ?? 0))
        guard case .picked(let places) = rows else { return (.rows(frame), .table, nil) }
        return columns.isEmpty ? nil : (.rows(all), .table, places)
      case (.records(let entity), let rows):
        let base = base(entity)
        if case (.first(let count), .first(let all)) = (rows, base.rows), count == all { return (.rows(base), .records(entity), nil) }
        guard let places = placesInBase(frame.rowNumbers, of: entity) else { return nil }
        return (.rows(base), .records(entity), places)
      }
    }
  }

  private func placesInBase(_ rows: [Int32], of entity: Int) -> [Int32]? {
    if case .first(let count) = base(entity).rows { return rows.allSatisfy { $0 < count } ? rows : nil }
    let known = placesOfRows(entity)
    var places: [Int32] = []
    places.reserveCapacity(rows.count)
    for row in rows {
      guard let place = known[row] else { return nil }
      places.append(place)
    }
    return places
  }
}

/// A shared body and what it was worked out over.
struct SharedPlace: Hashable {
  enum Rows: Hashable {
    case single
    case table
    case records(Int)
    case groups(ObjectIdentifier)
  }

  var body: ObjectIdentifier
  var rows: Rows
}

/// What came of it, with what the place is known by, so that nothing else can take its identity.
struct SharedValue {
  var body: SharedBody
  var rows: Domain
  /// Nil where some row fails.
  var vector: Vector?
}
