import Cryptography
import DER
import Evidence
import Testing

// A key and a signature over "a world of nShield", both made with OpenSSL.
private let p = hexNumber(
  """
  bbe14b9e0195002551bec2017fca2224dbd2ddae827a838375bdf4fb40eae72a7817ff05391eae06495218a8b2706aa9bc7e41c084887a
  8d5184d04ca4a3b7871dacbf28bba2e5c8a25bfd7c57172f4a9613bde1af8c003e0e503279e83adf604c3cc8a237461f0ed7552febaaba
  2815a78b0eaed084b919f7ccc402a8d4f7735c0baeb3e3c0a439e291cdbc885cdcf0dda8db9caf2cad312b952b04b63824c764cc02acb1
  5bd9efba0ec858ec71c4dfdf77582b3f6553d5b51f9b998e3b2f0d98f3cfaa1c1cb7f5f8dbe793a59270c0a10afe29566d01982660ac71
  4c432279ceb20fe74d1dfab6ec239086ad84f3cadb0cdf208fd660c360eead26ceca6761
  """)
private let q = hexNumber(
  """
  8caaf57c0aa2cab5adbccbfd288ccade2e0d5e28debe1583bb31c5c5
  """)
private let g = hexNumber(
  """
  6671d09b54b630c49d745b242b2e4b7c5840963b2966bc7dec937b19d1771fdc7cf46e6627d98f4ceab4eae3add4604d2e36b37e34910a
  b6a157679634078d4a7862d254f759337d870e8abcf1f7500ed12de40993e0e83db8759bc232ce988f7eff2b3b7cdc482406f6a1c1406f
  9e7fbf6ce284fd0a86b6452bbe1487a973ea103c98f8420b4f81c6b0fbb2e5b3f1fe1b8b4cc67a65a9068a2ac5e72b8b8250f649eb0fe0
  5cbc5d402952cde08c4876df1ab166915b50443232aec75b882bf8afc1e2e39e649ebc996f769c616c525287f606057ec22fbb8079f7c0
  cb9cbad93d0965ac0681af80fc9756f33e844444fd3f5cc1f7147b850ae87ccee40cf89c
  """)
private let y = hexNumber(
  """
  5fac0531d8837ba55a147515c620f774074f3b6b72b7a42be7246819ebf2c7d610e97d5af4c7a7b328c5c9b11e761c26f34025b0ea8aa0
  9cf1f0efc0ce5b7bcce81f730bf1f58945b22c7f5f8160bbe542c3ad888adcc8580984bb65a5424a24594958d17970d3ebfcae20b7191a
  e54787c8fec61d8e404cdcacbe6983ba5b5e445300c6a394bd45012df23338210580f9ea25d452bc993ad1598c40a5aa3a473a766dd6e7
  c53917529d4b3ee52d83d48e950040207fb675f1994be4974f13eaf3ac6eda115fe3535d8b14628ece27f7dbcf28adea0e0176487c87c6
  7fbdb5481665a1679797d47f4cdf889461123b4850dc56d1f3b7b109b6d90f6a6da2f283
  """)
private let r = hexNumber(
  """
  396998db2098c55b1cd69911e8e751c6e9108ddc006e444586f69905
  """)
private let s = hexNumber(
  """
  58a97948ef6c27146b111566e84d99c7c467f4f3889257ad4f716001
  """)
private let shortP = hexNumber(
  """
  add99465b3513949383e2f1f847ea08c0479be8577cadbb0b6b6af36688a27e127f3118b3aef106f1e59816015656d8c9052793cf47a7f
  ba6f01534c07fa60b6d629a8ce3464283cce03f42e2edab2ef9bf8d8248d21d21e739eefa574bb887f0497b14753e6f852d8fecd50b3d0
  65979dece3ce3c35408ab507b682e51eebb9
  """)

private func hexNumber(_ text: String) -> [UInt8] { Hex.decode(text.filter { !$0.isNewline }) ?? [] }

private let message = Array("a world of nShield".utf8)

private func signature(_ r: [UInt8], _ s: [UInt8]) -> [UInt8] {
  var writer = DERWriter()
  writer.sequence { writer in
    writer.unsignedInteger(r)
    writer.unsignedInteger(s)
  }
  return writer.bytes
}

@Suite struct LegacyDSATests {
  @Test func `a signature of OpenSSL's verifies, leading zeros or none`() throws {
    let key = try LegacyDSA(p: p, q: q, g: g, y: y)
    #expect(try key.verify(signature: signature(r, s), over: message, hash: .sha256))
    #expect(try LegacyDSA(p: [0] + p, q: q, g: g, y: [0, 0] + y) == key)
  }

  @Test func `another message, number, hash or key does not`() throws {
    let key = try LegacyDSA(p: p, q: q, g: g, y: y)
    #expect(try !key.verify(signature: signature(r, s), over: message + [0], hash: .sha256))
    #expect(try !key.verify(signature: signature(s, r), over: message, hash: .sha256))
    #expect(try !key.verify(signature: signature(r, s), over: message, hash: .sha384))
    #expect(try !key.verify(signature: signature([], []), over: message, hash: .sha256))
    #expect(try !key.verify(signature: [], over: message, hash: .sha256))
    let other = try LegacyDSA(p: p, q: q, g: g, y: g)
    #expect(try !other.verify(signature: signature(r, s), over: message, hash: .sha256))
  }

  @Test func `small primes, other subgroups and numbers outside the group are refused`() {
    #expect(throws: CryptographyError.self) { try LegacyDSA(p: shortP, q: q, g: g, y: y) }
    #expect(throws: CryptographyError.self) { try LegacyDSA(p: p, q: Array(q.prefix(20)), g: g, y: y) }
    for bad in [[], [1], p, [0, 1]] as [[UInt8]] {
      #expect(throws: CryptographyError.self) { try LegacyDSA(p: p, q: q, g: bad, y: y) }
      #expect(throws: CryptographyError.self) { try LegacyDSA(p: p, q: q, g: g, y: bad) }
    }
    #expect(throws: CryptographyError.self) { try LegacyDSA(p: p + p + p, q: q, g: g, y: y) }
  }
}
