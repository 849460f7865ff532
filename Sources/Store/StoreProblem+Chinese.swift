import Diagnostics
import Schema

extension StoreProblem {
  public var chineseMessage: String {
    switch self {
    case .snapshotExists(let day): "库中已有 \(day) 的快照"
    case .tooManySnapshots(let limit): "一个库最多 \(limit) 个快照"
    case .tooManyTables(let limit): "一个库最多 \(limit) 张表"
    case .tooManyColumns(let entity, let limit): "\(entity) 的列太多：一张表最多 \(limit) 列"
    case .tooMuchText(let day, let entity, let column, let limit):
      "\(day) 的快照放不下：\(entity) 的 `\(column)` 列各不相同的文本超过 \(limit) 字节"
    case .unreadable(let path, let reason): "无法读取 \(path)：\(chineseSystemReason(reason))"
    case .lockOfAnother(let path, let owner): "\(path) 是 \(owner) 的文件，可能正在载入，未作改动"
    case .lockIsNoFile(let path): "\(path) 不是载入所写的文件，未作改动"
    case .unwritable(let path, let reason): "无法写入 \(path)：\(chineseSystemReason(reason))"
    case .notALibrary(let path): "\(path) 不是 luodi 库"
    case .notAFile(let path, let kind): "\(path) 是\(kind.words.chinese)：库应为普通文件"
    case .otherVersion(let path, let version, let known): "\(path) 是格式 \(version) 的库；本程序读格式 \(known)"
    case .newer(let path, let kind): "\(path) 由更新的 luodi 写成：其中有本程序不认识的第 \(kind) 类部分"
    case .cutShort(let path, let length, let expected): "\(path) 不完整：只有 \(length) 字节，应为 \(expected) 字节"
    case .broken(let path, let part): "\(path) 已损坏：\(part) 部分前后不符"
    case .damaged(let chunk): "库已损坏：\(chunk) 的校验和不符"
    case .senseless(let chunk): "库已损坏：\(chunk) 前后不符"
    case .changed(let path): "\(path) 打开之后在磁盘上被改动：原有内容已不可读"
    case .beingLoaded(let path): "另一个载入正在写 \(path)"
    case .otherModel(let path, let detail): "\(path) 是用另一个模型做成的：\(detail.chinese)"
    }
  }

  public var chineseHint: String? {
    switch self {
    case .snapshotExists: "可用 `--replace` 以新换旧"
    case .otherVersion, .newer: "可用本程序重新载入快照，或使用另一个程序"
    case .changed: "替换库请用 `luodi load`，或把新库改名覆盖，不要直接写入；重新提问即读新库"
    case .cutShort, .broken, .damaged, .senseless: "`luodi verify` 会列出所有损坏之处；请把快照重新载入一个新库"
    case .beingLoaded: "不带 `--no-wait` 则等待另一个载入结束"
    case .notALibrary, .notAFile: "`luodi load LIBRARY PATH…` 可生成库"
    case .otherModel: "请把快照载入一个新库，或不带 `--model`"
    case .tooMuchText: "可在模型中去掉该列，或把文件分成几个库"
    case .tooManyTables: "请把文件分成几个库载入"
    case .tooManyColumns: "可在模型（`--model FILE`）中只列出需要的列，或拆分文件"
    case .lockOfAnother: "请待其载入结束；若并无载入，可由其所有者删除该文件"
    case .lockIsNoFile: "请查明来历，无用则删除"
    case .tooManySnapshots, .unreadable, .unwritable: nil
    }
  }
}
