public import Schema

extension ValueMatcher {
  /// All spellings of a choice's values.
  func spellings(of choice: Choice) -> [Spelling] {
    choice.values.enumerated().flatMap { spellings(of: $0.element, code: $0.offset) }
  }

  /// Values of a column that its choice does not declare.
  func outsideSpellings(of choice: Choice, column: Column) -> [Spelling] {
    values.values(entity: column.entity, field: column.field, snapshot: snapshot).filter { $0.code >= choice.values.count }.map {
      Spelling(text: $0.text, code: $0.code, tier: .outside, name: $0.text)
    }
  }

  /// All spellings of an entity's records that the word may be: declared names, then keys and name-field texts of the data.
  func spellings(ofRecords target: Int, near word: String) -> [Spelling] {
    let declared = catalog.entities[target].keyNames
    var spellings: [Spelling] = []
    for (key, value) in declared.enumerated() { spellings += self.spellings(of: value, code: key) }
    for key in values.keys(entity: target, near: word) {
      let name = key.code < declared.count ? declared[key.code].spokenName : [key.text, key.name].compactMap { $0 }.joined(separator: " ")
      // Where names are declared, a key that files brought in answers only to what no declared name claims: a filed `东湖` stays ambiguous.
      if key.code >= declared.count {
        spellings.append(Spelling(text: key.text, code: key.code, tier: declared.isEmpty ? .code : .outside, name: name))
      }
      if let text = key.name { spellings.append(Spelling(text: text, code: key.code, tier: .name, name: name)) }
    }
    return spellings
  }

  private func spellings(of value: NamedValue, code: Int) -> [Spelling] {
    let name = value.spokenName
    var spellings = [Spelling(text: value.code, code: code, tier: .code, name: name)]
    for text in [value.english, value.label].compactMap({ $0 }) {
      spellings.append(Spelling(text: text, code: code, tier: .name, name: name))
    }
    for alias in value.aliases { spellings.append(Spelling(text: alias.text, code: code, tier: .name, name: name, alias: alias)) }
    return spellings
  }

  func name(ofKey key: Int, _ text: String, in target: Int) -> String {
    let declared = catalog.entities[target].keyNames
    return key < declared.count ? declared[key].spokenName : text
  }

  /// Whether a record may stand in a restricted link (`units where kind = district`), as far as the data say.
  public func restriction(of column: Column?) -> (Int) -> Bool {
    guard let column else { return { _ in true } }
    let field = catalog.entities[column.entity].fields[column.field]
    guard let restriction = field.restriction, case .link(let target) = field.type else { return { _ in true } }
    return { key in
      let code = values.choiceCode(entity: target, field: restriction.field, key: key, snapshot: snapshot)
      return code == nil || code == restriction.code
    }
  }
}

extension NamedValue {
  /// How messages call a value: `420113 Hannan 汉南区`, `new-start 新开工`.
  public var spokenName: String { ([code] + [english, label].compactMap { $0 }).joined(separator: " ") }
}
