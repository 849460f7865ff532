import Diagnostics

/// Where something is declared: a range in one of the texts handed to the builder; no source for what came with the base model.
struct Place {
  var source: Int?
  var range: SourceRange

  static let base = Place(source: nil, range: SourceRange(0, 0))
}

/// The names taken in one space (entities, fields of one entity, values of one choice …), folded.
struct NameTable {
  struct Claim {
    var spelling: String
    /// Who took it: one owner may take the same name twice, as `series` its own singular.
    var owner: Int
    /// How messages call the owner: "the field `investment`".
    var what: Bilingual
    var place: Place
  }

  private var claims: [NameKey: Claim] = [:]

  subscript(_ spelling: String) -> Claim? { claims[NameKey(spelling)] }

  /// Takes a name, unless another owner has it: then that claim is returned and nothing changes.
  mutating func claim(_ spelling: String, owner: Int, what: Bilingual, place: Place) -> Claim? {
    let key = NameKey(spelling)
    if let earlier = claims[key] { return earlier.owner == owner ? nil : earlier }
    claims[key] = Claim(spelling: spelling, owner: owner, what: what, place: place)
    return nil
  }

  var spellings: [String] { claims.values.map(\.spelling).sorted() }
}
