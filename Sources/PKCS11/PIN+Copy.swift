extension PIN {
  /// The bytes, for a secret that came the way of a PIN and is none, such as a passphrase. Whoever copies them wipes the copy.
  public borrowing func copy() -> [UInt8] {
    withBytes { start, count in Array(UnsafeBufferPointer(start: start, count: Int(clamping: count))) }
  }
}
