public import Diagnostics
public import Schema

/// Why a library cannot be read, or a snapshot cannot join one.
public enum StoreProblem: Error, Problem, Hashable {
  case snapshotExists(Day)
  case tooManySnapshots(limit: Int)
  /// All different texts of a column in all snapshots; bytes
  case tooMuchText(Day, entity: String, column: String, limit: Int)
  case unreadable(String, reason: String)
  case unwritable(String, reason: String)
  /// Another kind of file, or an empty one
  case notALibrary(String)
  case otherVersion(String, version: Int, known: Int)
  /// A part that this program does not know and may not pass over
  case newer(String, kind: Int)
  case cutShort(String, length: Int, expected: Int)
  /// The outline does not hold together
  case broken(String, part: String)
  /// Bytes that do not match their checksum
  case damaged(chunk: String)
  /// Numbers that no library has, though their checksum holds
  case senseless(chunk: String)
  /// Another program wrote into the file after it was opened
  case changed(String)
  /// Another program is loading into the library
  case beingLoaded(String)
  /// The library was made with a model that the one given cannot stand in for
  case otherModel(String, detail: Bilingual)

  public var message: String {
    switch self {
    case .snapshotExists(let day): "the library already has a snapshot of \(day)"
    case .tooManySnapshots(let limit): "a library holds at most \(limit) snapshots"
    case .tooMuchText(let day, let entity, let column, let limit):
      "the snapshot of \(day) does not fit: `\(column)` of \(entity) has more than \(limit) bytes of different texts"
    case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
    case .unwritable(let path, let reason): "\(path) cannot be written: \(reason)"
    case .notALibrary(let path): "\(path) is no luodi library"
    case .otherVersion(let path, let version, let known):
      "\(path) is a library of format \(version); this luodi reads format \(known)"
    case .newer(let path, let kind): "\(path) was written by a newer luodi: it has a part of kind \(kind), which this one does not know"
    case .cutShort(let path, let length, let expected): "\(path) is cut short: \(length) bytes instead of \(expected)"
    case .broken(let path, let part): "\(path) is damaged: its \(part) does not hold together"
    case .damaged(let chunk): "the library is damaged: the checksum of \(chunk) does not hold"
    case .senseless(let chunk): "the library is damaged: \(chunk) does not hold together"
    case .changed(let path): "\(path) was changed on disk after it was opened: what it held then is gone"
    case .beingLoaded(let path): "another load is writing \(path)"
    case .otherModel(let path, let detail): "\(path) was made with another model: \(detail.english)"
    }
  }

  public var hint: String? {
    switch self {
    case .snapshotExists: "`--replace` puts the new one in its place"
    case .otherVersion, .newer: "load the snapshots again with this luodi, or use the other one"
    case .changed:
      "replace a library by `luodi load` or by renaming another over it, never by writing into it; ask again to read the new one"
    case .cutShort, .broken, .damaged, .senseless: "`luodi verify` names all that is broken; load the snapshots again into a new library"
    case .beingLoaded: "without `--no-wait` this load waits for the other"
    case .notALibrary: "`luodi load LIBRARY PATH…` makes one"
    case .otherModel: "load the snapshots into a new library, or leave `--model` out"
    case .tooMuchText: "leave the column out of the model, or split the files into several libraries"
    case .tooManySnapshots, .unreadable, .unwritable: nil
    }
  }
}

extension StoreProblem {
  public var chineseMessage: String {
    switch self {
    case .snapshotExists(let day): "库中已有 \(day) 的快照"
    case .tooManySnapshots(let limit): "一个库最多 \(limit) 个快照"
    case .tooMuchText(let day, let entity, let column, let limit):
      "\(day) 的快照放不下：\(entity) 的 `\(column)` 列各不相同的文本超过 \(limit) 字节"
    case .unreadable(let path, let reason): "无法读取 \(path)：\(chineseSystemReason(reason))"
    case .unwritable(let path, let reason): "无法写入 \(path)：\(chineseSystemReason(reason))"
    case .notALibrary(let path): "\(path) 不是 luodi 库"
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
    case .notALibrary: "`luodi load LIBRARY PATH…` 可生成库"
    case .otherModel: "请把快照载入一个新库，或不带 `--model`"
    case .tooMuchText: "可在模型中去掉该列，或把文件分成几个库"
    case .tooManySnapshots, .unreadable, .unwritable: nil
    }
  }
}
