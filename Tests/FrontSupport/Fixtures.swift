public import Schema

/// A small catalog made by hand: works and the offices that keep them, with values whose names overlap.
public enum Fixtures {
  public static let stages = Choice(
    name: "stage",
    values: [
      NamedValue(code: "planned", label: "策划"), NamedValue(code: "preparatory", label: "前期"),
      NamedValue(code: "new-start", label: "新开工", aliases: [.init("开业")]), NamedValue(code: "ended", label: "终止"),
    ], orderedCount: 3)

  public static let offices: [NamedValue] = [
    NamedValue(code: "420102", english: "Jiang'an", label: "江岸区", aliases: [.init("江岸")]),
    NamedValue(code: "420112", english: "Dongxihu", label: "东西湖区", aliases: [.init("东西湖")]),
    NamedValue(code: "420113", english: "Hannan", label: "汉南区", aliases: [.init("汉南"), .init("沌口")]),
    NamedValue(code: "420171", english: "East Lake High-tech", label: "东湖高新区", aliases: [.init("东湖"), .init("光谷")]),
    NamedValue(code: "420172", english: "East Lake Scenic Area", label: "东湖风景区", aliases: [.init("东湖")]),
    NamedValue(
      code: "EPB", label: "市环保局",
      aliases: [
        .init("市环境保护局", to: Day(year: 2019, month: 1, day: 9)), .init("市生态环境局", from: Day(year: 2019, month: 1, day: 10)),
      ]),
  ]

  /// works: id, name, stage, keeper (a link to offices). offices: id, name, kind.
  public static let catalog = Catalog(
    entities: [
      Entity(
        plural: "works", singular: "work", label: "工程",
        fields: [
          Field(name: "id", type: .text), Field(name: "name", label: "名称", type: .text),
          Field(name: "stage", label: "阶段", aliases: ["所属阶段"], type: .choice(0)),
          Field(name: "kept_by", label: "责任单位", type: .link(1), reverseName: "kept_works", restriction: LinkRestriction(field: 2, code: 0)),
          Field(name: "seat", label: "所在区", type: .link(1), reverseName: "seated_works"),
        ], keyField: 0, nameField: 1, defaultColumns: [0, 1, 2, 3, 4]),
      Entity(
        plural: "offices", singular: "office", label: "单位",
        fields: [Field(name: "id", type: .text), Field(name: "name", type: .text), Field(name: "kind", type: .choice(1))],
        keyField: 0, nameField: 1, defaultColumns: [0, 1, 2], keyNames: offices),
      Entity(
        plural: "steps", singular: "step", label: "节点",
        fields: [Field(name: "id", type: .text), Field(name: "work", label: "工程", type: .link(0)), Field(name: "due", type: .date)],
        defaultColumns: [0, 2]),
    ],
    choices: [
      stages, Choice(name: "kind", values: [NamedValue(code: "district"), NamedValue(code: "department")], orderedCount: 0),
    ])
}

/// Data of the fixture: works in three stages, one outside the list; two works with names.
public struct FixtureValues: ValueSource {
  public var kinds: [Int: Int]

  public init(kinds: [Int: Int] = [:]) { self.kinds = kinds }

  public func values(entity: Int, field: Int, snapshot: Int) -> [ValueCount] {
    switch (entity, field) {
    case (0, 2):
      [
        ValueCount(code: 0, text: "planned", rows: 4), ValueCount(code: 1, text: "preparatory", rows: 41),
        ValueCount(code: 2, text: "new-start", rows: 0), ValueCount(code: 3, text: "ended", rows: 0),
        ValueCount(code: 4, text: "停建", rows: 2),
      ]
    case (0, 3): [ValueCount(code: 2, text: "420113", rows: 7), ValueCount(code: 3, text: "420171", rows: 5)]
    default: []
    }
  }

  public func keys(entity: Int) -> [ValueCount] {
    switch entity {
    case 0: [ValueCount(code: 0, text: "W-1", name: "长江大桥", rows: 1), ValueCount(code: 1, text: "W-2", name: "重庆银行大厦", rows: 1)]
    case 1: NoValues(catalog: Fixtures.catalog).keys(entity: 1)
    default: []
    }
  }

  public func keyNumber(entity: Int, _ text: String) -> Int? { keys(entity: entity).first { $0.text == text }?.code }

  public func choiceCode(entity: Int, field: Int, key: Int, snapshot: Int) -> Int? { kinds[key] }

  public func snapshots(holding key: Int, entity: Int) -> [Int] { [] }

  public func rowCount(entity: Int, snapshot: Int) -> Int { entity == 0 ? 47 : 0 }
}
