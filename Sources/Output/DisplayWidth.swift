import Diagnostics

/// The display cells of a printed cell; ASCII, the common case, needs no decoding.
func displayWidth(_ bytes: ArraySlice<UInt8>) -> Int {
  bytes.allSatisfy { $0 < 0x80 } ? bytes.count : Diagnostics.displayWidth(String(decoding: bytes, as: UTF8.self))
}
