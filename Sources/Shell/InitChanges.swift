import Diagnostics
import Model
import Syntax

/// What an init file does to the words of a session.
struct InitChanges {
  let name: String
  var added: [String] = []
  var redefined: [String] = []
  var calendars: [String] = []
  /// Definitions for entities that the model does not have: a user's file may serve libraries with other models.
  var leftOut: [String] = []

  /// What is in `after` of these declarations; `leftOut` are not among them.
  init(of declarations: [Statement], leftOut: [Definition], in source: Source, before: Model, after: Model) {
    name = source.name
    self.leftOut = leftOut.map(\.name.text)
    for statement in declarations {
      switch statement.kind {
      case .define(let definition):
        let word = definition.name.text
        guard let entity = after.entity(named: definition.entity.text), Self.holds(word, entity, after) else { continue }
        if Self.holds(word, entity, before) { redefined.append(word) } else { added.append(word) }
      case .choice(let choice): if after.choice(named: choice.name.text) != nil { added.append(choice.name.text) }
      case .calendar(let calendar): if !calendars.contains(calendar.name.text) { calendars.append(calendar.name.text) }
      default: continue
      }
    }
  }

  private static func holds(_ word: String, _ entity: Int, _ model: Model) -> Bool {
    model.definitions.contains { $0.entity == entity && isSame($0.name, word) }
  }

  /// Whether a question that was asked before may have another answer.
  var changesAnswers: Bool { !redefined.isEmpty || !calendars.isEmpty }

  /// `redefines `overdue`; adds `dear`; sets the calendar `office``
  var words: Bilingual {
    let parts = [
      Self.part("redefines", "重新定义", redefined), Self.part("adds", "增加", added), Self.part("sets the calendar", "改用日历", calendars),
      Self.part("leaves out, since the model has no such entity,", "略过（模型中没有其实体）", leftOut),
    ].compactMap { $0 }
    guard !parts.isEmpty else { return Bilingual("none that take effect", "没有起作用的声明") }
    return Bilingual(parts.map(\.english).joined(separator: "; "), parts.map(\.chinese).joined(separator: "；"))
  }

  private static func part(_ english: String, _ chinese: String, _ names: [String]) -> Bilingual? {
    guard !names.isEmpty else { return nil }
    // A file with hundreds would fill the screen.
    let shown = names.prefix(12).map { "`\(displayEscaped($0))`" }
    let rest = names.count - shown.count
    return Bilingual(
      "\(english) " + shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : ""),
      "\(chinese) " + shown.joined(separator: "、") + (rest > 0 ? " 等 \(names.count) 个" : ""))
  }
}
