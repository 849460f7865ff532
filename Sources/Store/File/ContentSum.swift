import CKernels

/// The checksum of bytes as 16 hexadecimal digits: what a file in a cache is named by.
public func contentSum(_ bytes: [UInt8]) -> String {
  let digits = String(bytes.withUnsafeBytes { luodi_checksum($0.baseAddress ?? UnsafeRawPointer(bitPattern: 8)!, $0.count) }, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
