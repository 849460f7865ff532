/// Why the system refused a call, in Chinese: `strerror` speaks the language of the C locale. What is not listed stays as it is.
public func chineseSystemReason(_ english: String) -> String {
  switch english {
  case "No such file or directory": "没有这个文件或目录"
  case "Permission denied": "没有权限"
  case "Operation not permitted": "不允许此操作"
  case "Is a directory": "这是一个目录"
  case "Not a directory": "这不是目录"
  case "No space left on device": "磁盘空间不足"
  case "Disk quota exceeded": "超出磁盘配额"
  case "Read-only file system": "文件系统只读"
  case "File name too long": "文件名过长"
  case "File too large": "文件过大"
  case "Too many open files": "打开的文件过多"
  case "Not a file": "这不是普通文件"
  case noPathReason: "文件名中不能有 U+0000"
  case "No such device or address": "没有这个设备或地址"
  case "Cannot allocate memory": "内存不足"
  case "more than 16 MB, the limit for scripts and models": "超过 16 MB，这是脚本和模型的上限"
  case "Too many levels of symbolic links": "符号链接层数过多"
  case "Input/output error": "读写出错"
  case "Broken pipe": "管道已断开"
  case "Resource temporarily unavailable": "资源暂时不可用"
  case "Text file busy": "文件正在使用"
  default: english
  }
}
