import CKernels

/// The checksum of bytes as 16 hexadecimal digits: what a file in a cache is named by.
public func contentSum(_ bytes: [UInt8]) -> String { bytes.withUnsafeBytes { contentSum($0) } }

public func contentSum(_ bytes: UnsafeRawBufferPointer) -> String {
  let digits = String(luodi_checksum(bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 8)!, bytes.count), radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
