internal import Cryptography

/// The Feistel cipher of SLIP-0039, which puts a passphrase and a cost between the shares and the secret.
struct MasterSecretCipher {
  let identifier: UInt16
  let isExtendable: Bool
  let iterationExponent: Int

  private static let rounds: [UInt8] = [0, 1, 2, 3]
  /// All rounds together cost 10000 iterations at an exponent of zero.
  private var iterations: Int32 { 2500 << Int32(iterationExponent) }

  func encrypt(
    _ secret: borrowing SecretBytes, passphrase: borrowing SecretBytes
  ) throws(SharingError) -> SecretBytes {
    try apply(MasterSecretCipher.rounds, to: secret, passphrase)
  }

  func decrypt(
    _ secret: borrowing SecretBytes, passphrase: borrowing SecretBytes
  ) throws(SharingError) -> SecretBytes {
    try apply(MasterSecretCipher.rounds.reversed(), to: secret, passphrase)
  }

  private func apply(
    _ rounds: [UInt8], to input: borrowing SecretBytes, _ passphrase: borrowing SecretBytes
  ) throws(SharingError) -> SecretBytes {
    let half = input.count / 2
    let halves = SharePoint.copy(input)
    return try halves.withBytes { source throws(SharingError) in
      try SecretBytes(count: source.count) { output throws(SharingError) in
        output.copyMemory(from: source)
        var left = UnsafeMutableRawBufferPointer(rebasing: output[..<half])
        var right = UnsafeMutableRawBufferPointer(rebasing: output[half...])
        for round in rounds {
          let stream = try roundFunction(round, UnsafeRawBufferPointer(right), passphrase)
          stream.withBytes { for (index, byte) in $0.enumerated() { left[index] ^= byte } }
          swap(&left, &right)
        }
        // The halves change places once more at the end.
        for index in 0..<half { output.swapAt(index, half + index) }
      }
    }
  }

  private func roundFunction(
    _ round: UInt8, _ right: UnsafeRawBufferPointer, _ passphrase: borrowing SecretBytes
  ) throws(SharingError) -> SecretBytes {
    let prefix = isExtendable ? [] : Array("shamir".utf8) + [UInt8(identifier >> 8), UInt8(identifier & 0xFF)]
    let salt = SecretBytes(count: prefix.count + right.count) { output in
      output.copyBytes(from: prefix)
      UnsafeMutableRawBufferPointer(rebasing: output[prefix.count...]).copyMemory(from: right)
    }
    let password = passphrase.withBytes { passphrase in
      SecretBytes(count: 1 + passphrase.count) { output in
        output[0] = round
        UnsafeMutableRawBufferPointer(rebasing: output[1...]).copyMemory(from: passphrase)
      }
    }
    do throws(CryptographyError) {
      return try SecretBytes(count: right.count) { output throws(CryptographyError) in
        try password.withBytes { password throws(CryptographyError) in
          try salt.withBytes { salt throws(CryptographyError) in
            try SecretDerivation.pbkdf2SHA256(password: password, salt: salt, iterations: iterations, into: output)
          }
        }
      }
    } catch {
      throw .library("\(error)")
    }
  }
}
