import Diagnostics
import Patterns
import Query
import Schema

extension QueryProblem {
  public var message: String {
    switch self {
    case .unknownEntity(let name, _, _): "expected an entity, found the unknown name `\(name)`"
    case .unknownName(let name, let owner, _, _): owner.map { "unknown name `\(name)` in \($0.english)" } ?? "unknown name `\(name)`"
    case .looksLikeDifference(let name, _): "`\(name)` is read as one word, and no such name is known"
    case .runTogether(let run, _): "`\(run)` is read as one word, and no such word is known"
    case .needsEntity(let name, let owner, _): "`\(name)` belongs to \(owner), and the text does not say of which \(owner)"
    case .valueAlone(let word, _, _): "`\(word)` is a value, and it is not said of which field"
    case .recordAsEntity(let key, let singular): "`\(key)` is the key of one \(singular), not an entity"
    case .periodWithoutYear(let word, _): "`\(word)` needs a year"
    case .valueAsSubject(let name, _): "nothing is called `\(name)`, but it is a value"
    case .durationAgainstDate(let found, _): "expected a date, found \(found.english)"
    case .unknownFunction(let name, let isName, _): isName ? "`\(name)` is no function" : "unknown function `\(name)`"
    case .unknownSubject(let name, _): "nothing is called `\(name)`"
    case .unknownFormat(let name, _): "unknown format `\(name)`"
    case .unknownDialect(let name, _): "unknown dialect of SQL `\(name)`: \(Dialect.names.joined(separator: ", "))"
    case .noParts(let name, let part): "`\(name)` is no link, so it has no `\(part)`"
    case .manyValues(let path, let isEntity, _):
      isEntity ? "`\(path)` stands for many records, where one value is wanted" : "`\(path)` has many values, where one is wanted"
    case .wholeInRow(let name, let isSet, let entity, let row, _, _, _):
      "`\(name)` is \(isSet ? "a set of \(entity)" : "an entity") as a whole, which has no place inside a row of \(row.map { "`\($0)`" } ?? "a result")"
    case .linkWanted(let quantifier, let found, _): "expected linked records after `\(quantifier)`, found `\(found)`"
    case .notALinkOfMany(let quantifier, let found): "`\(quantifier)` asks about many records, but `\(found)` is one value"
    case .lastResultIsNoValue: "`_` is the last result, not a value"
    case .noLastResult: "there is no last result yet"

    case .unknownValue(let word, let field, _): "no value `\(word)` for `\(field)`"
    case .ambiguousValue(let word, let field, let candidates): "`\(word)` names \(candidates.count) values of `\(field)`"
    case .moneyNeedsUnit(let number, let field, _): "`\(number)` is a number, but `\(field)` is money: the unit is missing"
    case .durationNeedsUnit(let number, let field, _): "`\(number)` is a number, not a duration to go with `\(field)`: the unit is missing"
    case .durationKinds(let left, let right): "\(left.english) and \(right.english) never mix: they have no common length"
    case .numberAgainstDate(let found): "expected a date, found the number `\(found)`"
    case .numberAgainstPeriod(let unit, let found): "expected a \(unit), found the number `\(found)`"
    case .wordAgainstText(let word, let field): "unknown name `\(word)` opposite the text `\(field)`"
    case .outdatedValue(let value):
      value.outdated.map { alias in
        let end = alias.to.map { " until \($0)" } ?? alias.from.map { " from \($0)" } ?? ""
        return "`\(value.spelling)` is a name of \(value.name) only\(end)"
      } ?? ""
    case .emptyRange(let low, let high): "nothing lies between `\(low)` and `\(high)`: the first is the greater"
    case .textAgainstDate(let found): "expected a date, found the text \(found)"
    case .dateAgainstPeriod(let unit, let found): "a \(unit) does not compare with the date `\(found)`"
    case .unfitPeriod(let unit, let found): "`\(found)` is not made of whole \(unit)s"
    case .spanIsNoValue(let found): "`\(found)` is a run of days, which only a date can be compared with"
    case .momentIsNoValue(let found): "`\(found)` has no days here"
    case .patternAlone: "a `/…/` pattern stands only after `matches`"
    case .patternWanted: "expected a pattern `/…/` after `matches`"
    case .pattern(let problem): problem.message
    case .moment(.noSuchDay, let found): "there is no day `\(found)`"
    case .moment(.noSuchPeriod, let found): "there is no period `\(found)`"
    case .moment(.outsideCalendar, let found): "`\(found)` leaves the years for which the working calendar is declared"
    case .moment(.outsideYears, let found): "`\(found)` leaves the years 1 to 9999"
    case .moment(.noSuchSnapshot, let found): "there is no `\(found)`"
    case .tooDeep(let levels): "with the definitions that it names this is nested more than \(levels) levels deep"
    case .tooManyParts(let limit): "with the definitions that it names written out this has more than \(limit) parts"
    case .tooManyDefinitions(let name, let limit): "`\(name)` stands behind more than \(limit) definitions, each of which names the next"
    case .tooManyStages(let limit): "the result has come through \(limit) stages already, which is the limit"
    case .constant(.overflow): "the result is too large"
    case .constant(.outsideCalendar): "the result lies outside the years for which the working calendar is declared"
    case .constant(.noSuchDay): "the result is no day of the years 1 to 9999"
    case .constant(.fraction): "a date moves by whole days, working days or months, and this is a fraction"
    case .amountTooFine(let amount): "`\(amount)` is finer than an amount can be, which is 0.0001 of its currency"

    case .unlike(let left, let right): "expected \(left.english), found \(right.english)"
    case .unlikeBranches(let first, let second): "expected \(first.english) as before, found \(second.english)"
    case .notACondition(let found, let type, _): "expected a condition, found `\(found)`, which is \(type.english)"
    case .notAPredicate(let found, let type): "only a condition can stand before the entity; `\(found)` is \(type.english)"
    case .notAText(let found, let type, let test): "`\(test)` works on texts; `\(found)` is \(type.english)"
    case .notOrdered(let found, let type): "`\(found)` is \(type.english), which has no order"
    case .valueNotOrdered(let value, let choice): "`\(value)` stands outside the order of `\(choice)`"
    case .fieldOnRight: "the field stands on the left of a comparison"
    case .listWanted(let left, let right): "expected a list of values or a period after `in`, found `\(right)` for `\(left)`"
    case .noArithmetic(let sign, let left, nil): "`\(sign)` does not work on \(left.english)"
    case .noArithmetic(let sign, let left, let right?): "`\(sign)` does not work on \(left.english) and \(right.english)"
    case .moneyTimesMoney: "money times money has no meaning"
    case .functionArguments(let name, let wanted, let found): "expected `\(wanted)`, found `\(name)` with \(counted(found, "argument"))"
    case .wrongArgument(let name, let wanted, let found): "`\(name)` expects \(wanted.english), found \(found.english)"
    case .wrongAggregate(let name, let value, let wanted, let found, _):
      "`\(name)` expects \(wanted.english), but `\(value)` is \(found.english)"
    case .bandBound(let found): "a bound of `band` must be known before the rows are read, and `\(found)` is not"
    case .bandOrder(let found): "the bounds of `band` must rise, and `\(found)` does not"

    case .measureInRow(let name): "`\(name)` is a measure of many rows, and has no value for one row"
    case .notAMeasure(let name): "`\(name)` has a value for each row, so a group needs an aggregate of it"
    case .nestedAggregate(let name): "`\(name)` stands inside another aggregate, whose rows have no rows of their own"
    case .nestedLinks(let path): "`\(path)` goes over a link of many inside a measure that already does"
    case .aggregateOfNothing(let name): "`\(name)` needs rows: an expression alone has none"
    case .aggregateNeedsField(let function, let path):
      path.isEmpty ? "`\(function)` needs a field" : "`\(function)` needs a field of `\(path)`"
    case .partOfNoSum(let measure): "`\(measure)` is no sum: the values of the groups do not add up to that of all"
    case .distinctOnlyCounts(let function): "`distinct` goes with `count`, not with `\(function)`"
    case .quantifierInMeasure(let quantifier): "`\(quantifier)` asks about one row, and a group has many"
    case .noCondition(let name): "`\(name)` is no aggregate or measure, so it takes no `where`"
    case .constantKey(let found): "`\(found)` is the same in every row, and no key to group by"
    case .keyOfMany(let path): "`\(path)` has many values for one row, so rows cannot be grouped or sorted by it"
    case .everythingOfGroups: "`*` lists fields; a group has measures"
    case .everythingAsKey: "`*` cannot be a key"

    case .definitionCycle(let names): "the definition refers to itself: \(names.map { "`\($0)`" }.joined(separator: " -> "))"
    case .definitionType(let declared, let found): "the definition is declared as \(declared.english), but gives \(found.english)"
    case .argumentCount(let name, let wanted, let found):
      wanted.isEmpty
        ? "`\(name)` takes no arguments, found \(found)"
        : "expected `\(name)(\(wanted.joined(separator: ", ")))`, found \(counted(found, "argument"))"
    case .argumentOfOtherRow(let found): "`\(found)` belongs to the row of the call, and the definition uses it on other rows"
    case .inDefinition(let name, let problem): "in the definition of `\(name)`: \(problem.message)"

    case .past(let problem): problem.message
    case .lines(let problem): problem.message

    case .clauseOfOtherVerb(let clause, let verbs): "`\(clause)` belongs to \(verbs.joined(separator: " and "))"
    case .needsMeasures(let clause): "`\(clause)` works on measures, and a list has none"
    case .needsGroups(let clause): "`\(clause)` needs groups, and there is only one row"
    case .emptyGroups: "`with empty` needs a choice or a link to group by"
    case .tooManyGroups(let found): TableLimits.tooManyGroups(found).english
    case .sectionsOfQuantity(let key, let type, _):
      "`by` makes a section of each value of `\(key)`, which is \(type.english), with a value of its own in nearly every row"
    case .oneRow(let clause, nil, _): "`\(clause)` has nothing to arrange: the result is one row"
    case .oneRow(let clause, let took?, let count): "`by \(took)` was read as part of `\(clause) \(count)`, so the result is one row"
    case .topBesideBottom: "`top` and `bottom` cannot stand together"
    case .bottomOfNothing: "`bottom` needs an order"
    case .perOfNoKey(let found, _): "`per \(found)` is none of the keys"
    case .countWanted(let clause, let found): "expected a whole number after `\(clause)`, found `\(found)`"
    case .clauseOfRank(let clause): "`\(clause)` does not go with `rank`"
    case .rankedTop: "`rank` has its order already: `top` takes only a number here"
    case .asOfInStage: "`as of` belongs to the query before the first `|`"
    case .stageAfterAcross: "a stage cannot follow `across`, whose columns depend on the data"
    case .groupsWithoutVerb: "expected a verb before `by` in a stage"
    case .destinationBeforeStage: "the format and the file belong to the end"
    case .noSnapshot(let day, let first): "there is no snapshot on or before \(day); the first is of \(first)"
    case .momentWanted(let found): "expected a date or a period, found `\(found)`"
    case .planOfQuery: "only a query has a plan"
    case .sqlOfQuery: "only a query can be written as SQL"
    case .wordsOfQuery: "only what asks something, and `let`, `param`, `expect`, `print` and `run`, can be explained in words"
    }
  }

  public var hint: String? {
    switch self {
    case .unknownEntity(_, let nearest, let known): nearest.isEmpty ? "the entities are \(listed(known))" : mean(nearest)
    case .unknownName(_, _, let nearest, let elsewhere): elsewhere.isEmpty ? mean(nearest) : mean(elsewhere)
    case .looksLikeDifference(_, let spelled), .runTogether(_, let spelled): mean([spelled])
    case .needsEntity(_, _, let instead): mean(instead)
    case .valueAlone(_, let comparisons, let list):
      "you might mean \(alternatives(comparisons.map { "`\($0)`" })); several values are written `\(list)`"
    case .recordAsEntity(let key, let singular): mean(["show \(key)", "history of \(singular) \(key)"])
    case .periodWithoutYear(_, let spelled): mean([spelled])
    case .valueAsSubject(_, let instead): mean(instead)
    case .durationAgainstDate(_, let text): mean(["today + \(text)", "today - \(text)"])
    case .unknownFunction(let name, let isName, let nearest): isName ? "you might mean `\(name)` without parentheses" : mean(nearest)
    case .unknownSubject(_, let nearest), .unknownFormat(_, let nearest), .unknownDialect(_, let nearest): mean(nearest)
    case .noParts: nil
    case .manyValues(let path, let isEntity, let target):
      isEntity
        ? "you might mean `count(\(path))`, or `any \(target) (…)`"
        : "you might mean `max(\(path))`, or `any` with a condition in parentheses"
    case .wholeInRow(_, _, let entity, let row, let links, let columns, let instead): hint(entity, row, links, columns, instead)
    case .linkWanted(_, _, let nearest): mean(nearest)
    case .notALinkOfMany(_, let found): "you might mean a condition on `\(found)` itself"
    case .lastResultIsNoValue: "you might begin with `|` to work on it"
    case .noLastResult: "a stage works on the result of a query"

    case .unknownValue(_, _, let nearest): nearest.isEmpty ? nil : "you might mean \(alternatives(nearest.map(\.words)))"
    case .ambiguousValue(_, _, let candidates): "you might mean \(alternatives(candidates.map(\.wordsByCode)))"
    case .moneyNeedsUnit(_, _, let readings): mean(readings) ?? "an amount is written `5亿`, `5000万` or `1.2bn`"
    case .durationNeedsUnit(_, _, let readings): mean(readings) ?? "a duration is written `10d`, `10wd` or `3mo`"
    case .durationKinds: "`30d` are days, `3mo` months, `5wd` working days"
    case .numberAgainstDate, .momentWanted: "a date is written `2018-03-07`, a period `2018`, `2018Q1` or `2018-03`"
    case .numberAgainstPeriod(let unit, _): "a \(unit) is written `\(Self.spellings[unit] ?? "2018")`"
    case .wordAgainstText(let word, _): "a text stands in quotes: `\"\(word)\"`"
    case .outdatedValue(let value): mean([value.code])
    case .emptyRange: "you might turn them round"
    case .textAgainstDate: "a date is written without quotes: `2018-03-07`"
    case .dateAgainstPeriod(let unit, let found): "you might mean `\(unit)(\(found))`"
    case .unfitPeriod(let unit, _): "you might compare with a \(unit), or with the date itself"
    case .spanIsNoValue(let found): "you might mean `in \(found)` after a date"
    case .momentIsNoValue, .patternAlone: nil
    case .patternWanted: "for plain texts you might mean `contains`"
    case .pattern(let problem): problem.hint
    case .moment(.noSuchSnapshot, _): "`describe snapshots` lists those there are"
    case .moment: nil
    case .tooDeep: "part of it might become a definition of fewer levels"
    case .tooManyDefinitions, .tooManyParts: nil
    case .tooManyStages: "ask the question anew, with the conditions of several stages in one"
    case .constant(.outsideCalendar): "the model's `calendar` declares rest days and work days by year"
    case .constant: nil

    case .unlike, .unlikeBranches: nil
    case .notACondition(_, _, let reading): mean([reading])
    case .notAPredicate: "you might say it in `where`"
    case .notAText: "you might compare with `=`"
    case .notOrdered: "its values compare only with `=`, `!=` and `in (…)`"
    case .valueNotOrdered: "it compares only with `=` and `!=`"
    case .fieldOnRight(let turned): mean([turned])
    case .listWanted(let left, let right): "you might mean `\(left) = \(right)`, or `\(left) in (\(right), …)`"
    case .noArithmetic: nil
    case .moneyTimesMoney: "money times a number is money; money by money is a number"
    case .functionArguments, .wrongArgument: nil
    case .wrongAggregate(_, let value, _, _, let isFlag): isFlag ? "you might mean `count(where \(value))` or `share(\(value))`" : nil
    case .bandBound, .bandOrder: "bounds are constants in rising order: `band(x, 1亿, 10亿)`"

    case .measureInRow(let name): "to select groups by it you might write `| where \(name) > …` after a query with `by`"
    case .notAMeasure(let name): "you might mean `sum(\(name))`, `max(\(name))` or `count(distinct \(name))`, or group `by \(name)`"
    case .nestedAggregate: "you might aggregate over a link of each row instead"
    case .nestedLinks: "you might define the inner value for the linked records, and aggregate that"
    case .aggregateOfNothing(let name): "you might name an entity: `\(name)(…)` of its plural"
    case .aggregateNeedsField(let function, let path): path.isEmpty ? nil : mean(["\(function)(\(path).…)"])
    case .partOfNoSum: "`part` takes a count or a sum: `part(count)`, `part(sum …)`"
    case .distinctOnlyCounts: nil
    case .quantifierInMeasure: "you might mean `count(where any …)`"
    case .noCondition: "you might mean `if … then … else …`"
    case .constantKey: "a key is a field, or worked out from one"
    case .keyOfMany: "you might start from those records: they reach this one by their link"
    case .everythingOfGroups, .everythingAsKey: nil

    case .amountTooFine, .definitionCycle, .definitionType: nil
    case .argumentCount: nil
    case .argumentOfOtherRow: "only constants can be handed on to other rows"
    case .inDefinition(_, let problem): problem.hint

    case .past(let problem): problem.hint
    case .lines(let problem): problem.hint

    case .clauseOfOtherVerb: nil
    case .needsMeasures: "you might mean `count`, or a measure, in place of `list`"
    case .needsGroups, .emptyGroups: "you might add `by …`"
    case .tooManyGroups: TableLimits.fewerGroups.english
    case .sectionsOfQuantity(_, _, let reading): mean([reading].compactMap { $0 })
    case .oneRow(let clause, let took?, let count): mean(["by \(took) \(clause) \(count)"])
    case .oneRow: "you might add `by …` to get a row for each group"
    case .topBesideBottom: "you might ask for one after the other"
    case .bottomOfNothing: "you might mean `bottom N by …`"
    case .perOfNoKey(_, let keys): mean(keys.map { "per \($0)" })
    case .countWanted: nil
    case .clauseOfRank: "`rank KEY by MEASURE` groups and orders by itself"
    case .rankedTop: nil
    case .asOfInStage, .destinationBeforeStage: nil
    case .stageAfterAcross: "you might group by both keys instead"
    case .groupsWithoutVerb: mean(["| count by …", "| sum … by …"])
    case .noSnapshot: "`describe snapshots` lists those there are"
    case .planOfQuery, .sqlOfQuery: nil
    case .wordsOfQuery: "`describe NAME` tells what a name means"
    }
  }

  static let spellings = ["month": "2018-03", "quarter": "2018Q1", "half": "2018H1", "week": "2018-W10", "day": "2018-03-07"]

  /// The links there are, and what they make of the expression.
  private func hint(_ entity: String, _ row: String?, _ links: [String], _ columns: [String], _ instead: [String]) -> String? {
    var facts: [String] = []
    if let row {
      let spelled = links.map { "`\($0)`" }
      if !links.isEmpty {
        facts.append("`\(row)` \(links.count == 1 ? "has the link" : "have the links") \(alternatives(spelled, "and")) to `\(entity)`")
      }
      if row == entity { facts.append("inside a row all `\(entity)` are `all`") }
      if facts.isEmpty { facts.append("no link leads from `\(row)` to `\(entity)`") }
    } else if !columns.isEmpty {
      facts.append("a row of a result has only its columns: \(columns.map { "`\($0)`" }.joined(separator: ", "))")
    }
    let words = (facts + [mean(instead)].compactMap { $0 }).joined(separator: "; ")
    return words.isEmpty ? nil : words
  }

  private func mean(_ alternatives: [String]) -> String? {
    alternatives.isEmpty ? nil : "you might mean \(self.alternatives(alternatives.map { "`\($0)`" }))"
  }

  /// `a`, `a or b`, `a, b or c`
  private func alternatives(_ words: [String], _ joint: String = "or") -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(joint) " + last
  }

  private func listed(_ words: [String]) -> String { words.map { "`\($0)`" }.joined(separator: ", ") }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count == 0 ? "no" : "\(count)") \(noun)\(count == 1 ? "" : "s")" }
}

extension ValueHint {
  /// `` `Hannan` (420113 Hannan 汉南区, 23 rows) ``
  var words: String { words(spelling) }

  /// By its code, where several answer to the same spelling.
  var wordsByCode: String { words(code) }

  /// How a value is always called: the first word of its name.
  var code: String { name.split(separator: " ").first.map(String.init) ?? spelling }

  /// What the name says that the spelling does not.
  func name(besides spelling: String) -> String {
    name.hasPrefix(spelling + " ") ? String(name.dropFirst(spelling.count + 1)) : name == spelling ? "" : name
  }

  private func words(_ spelling: String) -> String {
    let count = rows.map { $0 == 1 ? "1 row" : "\($0) rows" } ?? ""
    let more = [name(besides: spelling), count].filter { !$0.isEmpty }.joined(separator: ", ")
    return more.isEmpty ? "`\(spelling)`" : "`\(spelling)` (\(more))"
  }
}
