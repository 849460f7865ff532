import Results
import Schema
import Store

/// The rows for which an expression is evaluated, in order: places `0..<count`, each holding one row of a table.
struct Frame {
  enum Origin {
    /// Record versions of an entity
    case records(entity: Int)
    /// Rows of a printed result, which a stage reads
    case table([Vector])
    /// One row without columns, for expressions that stand alone
    case nothing
  }

  enum Rows {
    /// Rows `0..<n`: columns are read where they lie.
    case first(Int)
    /// Any rows in any order; columns are gathered.
    case picked([Int32])
  }

  let origin: Origin
  let rows: Rows

  var count: Int {
    switch rows {
    case .first(let count): count
    case .picked(let rows): rows.count
    }
  }

  /// Entity of the records, nil over a table.
  var entity: Int? {
    if case .records(let entity) = origin { return entity }
    return nil
  }

  /// The rows at some places of this frame.
  func picking(_ places: [Int32]) -> Frame {
    switch rows {
    case .first: Frame(origin: origin, rows: .picked(places))
    case .picked(let rows): Frame(origin: origin, rows: .picked(gather(rows, places)))
    }
  }

  func picking(_ places: Bitmap) -> Frame {
    places.population == count ? self : picking(places.rows)
  }

  /// The row number of every place.
  var rowNumbers: [Int32] {
    switch rows {
    case .first(let count): (0..<Int32(count)).map { $0 }
    case .picked(let rows): rows
    }
  }
}

/// Rows sorted into groups: what measures are evaluated over, one place a group.
final class Groups {
  /// Picked when something first asks for it: kernels count and add rows of a bitmap without.
  private(set) lazy var frame: Frame = makeFrame!()
  /// The group of each place of the frame.
  private(set) lazy var membership: Membership = .each(byCodes!.membership(of: frame.rowNumbers))
  let count: Int
  /// The same rows where they lie in the library, when the keys are columns of codes.
  let byCodes: CodeGroups?
  private let makeFrame: (() -> Frame)?

  enum Membership {
    case single
    case each([UInt32])
  }

  init(frame: Frame, membership: Membership, count: Int) {
    self.count = count
    byCodes = nil
    makeFrame = nil
    self.frame = frame
    self.membership = membership
  }

  init(_ codes: CodeGroups, count: Int, frame: @escaping () -> Frame) {
    self.count = count
    byCodes = codes
    makeFrame = frame
  }

  /// All rows as one group.
  private(set) lazy var whole: Groups = {
    if let byCodes, let makeFrame {
      return Groups(CodeGroups(byCodes.rows, [], entity: byCodes.entity, byCodes.limits), count: 1) { [unowned self] in
        _ = self; return makeFrame()
      }
    }
    return Groups(frame: frame, membership: .single, count: 1)
  }()
}

/// What a vector of values has one place for: rows or groups.
enum Domain {
  case rows(Frame)
  /// All groups, or the picked ones.
  case groups(Groups, picked: [Int32]?)

  var count: Int {
    switch self {
    case .rows(let frame): frame.count
    case .groups(let groups, let picked): picked?.count ?? groups.count
    }
  }

  /// Over groups the aggregates of every branch are worked out, so that what the footer counts does not hang on the data.
  var isGroups: Bool {
    if case .groups = self { true } else { false }
  }

  func picking(_ places: [Int32]) -> Domain {
    switch self {
    case .rows(let frame): .rows(frame.picking(places))
    case .groups(let groups, let picked): .groups(groups, picked: picked.map { gather($0, places) } ?? places)
    }
  }
}

extension Groups.Membership {
  /// The groups of some places.
  func picking(_ places: [Int32]) -> Groups.Membership {
    switch self {
    case .single: .single
    case .each(let groups): .each(gather(groups, places))
    }
  }
}
