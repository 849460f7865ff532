/// What names and codes are made of.
enum Words {
  static let stages = ["planned", "preparatory", "new-start", "continuing", "completed"]
  static let nodeKinds = ["site", "permit", "start", "completion"]

  /// With its part of all projects: few districts hold most.
  static let districts: [(code: String, part: Double)] = [
    ("Jiangan", 0.05), ("Jianghan", 0.03), ("Qiaokou", 0.05), ("Hanyang", 0.05), ("Wuchang", 0.04), ("Qingshan", 0.04), ("Hongshan", 0.06),
    ("Dongxihu", 0.14), ("Hannan", 0.03), ("Caidian", 0.08), ("Jiangxia", 0.07), ("Huangpi", 0.07), ("Xinzhou", 0.06), ("EastLake", 0.21),
    ("Scenic", 0.005), ("Port", 0.015),
  ]

  static let places = [
    "武汉", "光谷", "沌口", "汉南", "蔡甸", "江夏", "黄陂", "新洲", "东湖", "青山", "后湖", "月湖", "黄家湖", "金银湖", "盘龙", "阳逻",
  ]
  static let qualities = ["", "智能", "高端", "绿色", "现代", "国际", "生态", "数字", "新型", "综合"]
  static let goods = [
    "装备", "汽车零部件", "生物医药", "光电子", "芯片", "显示面板", "食品加工", "物流", "纺织", "新材料", "商贸", "文化旅游", "职业教育", "医疗器械",
    "电子商务", "农产品", "数据", "航天", "船舶", "家居",
  ]
  static let kinds = ["产业园", "基地", "项目", "中心", "工厂", "示范区", "研发总部", "扩能工程", "生产线", "物流园"]

  /// The district of a number in 0..<1.
  static func district(_ unit: Double) -> UInt8 {
    var left = unit
    for (index, district) in districts.enumerated() {
      left -= district.part
      if left < 0 { return UInt8(index) }
    }
    return UInt8(districts.count - 1)
  }
}
