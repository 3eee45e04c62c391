import PKCS11
import TestSupport
import Testing
import TokenPool

@Suite struct StoppingTests {
  /// C_InitToken answers CKR_SESSION_EXISTS while anybody has a session.
  @Test(arguments: 1...4) func `when stop returns, no lane has a session any more`(lanes: Int) async throws {
    let (pool, token) = try makePool(lanes: lanes)
    let module = try ModuleHost.shared(modulePath: SoftHSM.modulePath).module
    await withTaskGroup { group in
      for _ in 0..<(8 * lanes) { group.addTask { _ = try? await pool.random(count: 8) } }
    }
    let label = token.label
    #expect(throws: PKCS11Error.failed(function: "C_InitToken", code: .sessionExists)) {
      try module.initializeToken(token.slot, label: label, soPIN: PIN(file: token.soPINFile))
    }
    pool.stop()
    try module.initializeToken(token.slot, label: label, soPIN: PIN(file: token.soPINFile))
  }
}
