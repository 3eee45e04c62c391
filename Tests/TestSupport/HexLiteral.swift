private import Evidence

/// Bytes written as hexadecimal in a test; spaces and line ends may stand anywhere. A typing error gives no bytes.
public func hexBytes(_ text: String) -> [UInt8] {
  Hex.decode(text.filter { !$0.isWhitespace }) ?? []
}
