internal import CZlib

/// Unpacks gzip (RFC 1952) of outsiders.
public enum Gzip {
  /// Whether the bytes begin like a gzip member.
  public static func isOne(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// The content of exactly one gzip member, its checksum verified. Nil for anything else: more bytes after it, a member
  /// that is cut or damaged, or a content of more than `limit` bytes, of which no more than `limit` and a little are ever
  /// unpacked. The corresponding C function is `inflate`.
  public static func inflate(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
    guard isOne(bytes), let length = UInt32(exactly: bytes.count) else { return nil }
    // zlib compares the address of the stream with the one that it was set up with.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    guard sealgate_inflate_init_gzip(stream) == Z_OK else { return nil }
    defer { inflateEnd(stream) }
    var input = bytes
    return input.withUnsafeMutableBufferPointer { source in
      stream.pointee.next_in = source.baseAddress
      stream.pointee.avail_in = length
      return content(stream, limit)
    }
  }

  private static func content(_ stream: UnsafeMutablePointer<z_stream>, _ limit: Int) -> [UInt8]? {
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let (status, count) = buffer.withUnsafeMutableBufferPointer { target in
        stream.pointee.next_out = target.baseAddress
        stream.pointee.avail_out = UInt32(target.count)
        let status = CZlib.inflate(stream, Z_NO_FLUSH)
        return (status, target.count - Int(stream.pointee.avail_out))
      }
      content.append(contentsOf: buffer.prefix(count))
      guard content.count <= limit else { return nil }
      if status == Z_STREAM_END { return stream.pointee.avail_in == 0 ? content : nil }
      // Without progress zlib answers Z_BUF_ERROR, so this ends.
      guard status == Z_OK else { return nil }
    }
  }
}
