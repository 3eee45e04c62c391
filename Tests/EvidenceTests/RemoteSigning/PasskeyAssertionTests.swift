import Evidence
import Testing

@Suite struct PasskeyAssertionTests {
  private static func assertion(
    counter: UInt32 = 0, stored: UInt32 = 0, eligible: Bool = false, backedUp: Bool = false, wasEligible: Bool = false
  ) -> PasskeyAssertion {
    PasskeyAssertion(
      credentialID: [1], isGetType: true, challengeMatches: true, origin: "https://sign.example", originAllowed: true,
      isCrossOrigin: false, relyingPartyMatches: true, signatureValid: true, userPresent: true, userVerified: true,
      counter: counter, storedCounter: stored, backupEligible: eligible, backupState: backedUp,
      storedBackupEligible: wasEligible)
  }

  @Test(
    arguments: [
      (0, 0, PasskeyCounter.none), (1, 0, .advanced), (8, 7, .advanced), (UInt32.max, 1, .advanced), (7, 7, .stale),
      (6, 7, .stale), (0, 7, .stale),
    ] as [(UInt32, UInt32, PasskeyCounter)])
  func `two zeros are no counter, and anything else that does not rise is stale`(
    counter: UInt32, stored: UInt32, state: PasskeyCounter
  ) {
    let assertion = Self.assertion(counter: counter, stored: stored)
    #expect(assertion.counterState == state)
    #expect(assertion.counterIsStale == (state == .stale))
  }

  @Test func `a passkey is bound to its device where no flag says otherwise, now or at registration`() {
    #expect(Self.assertion().isDeviceBound)
    #expect(!Self.assertion(eligible: true).isDeviceBound)
    #expect(!Self.assertion(backedUp: true).isDeviceBound)
    #expect(!Self.assertion(wasEligible: true).isDeviceBound)
  }

  @Test func `eligibility that changes, or a backup of what cannot be backed up, is a contradiction`() {
    #expect(Self.assertion().backupFlagsAgree)
    #expect(Self.assertion(eligible: true, backedUp: true, wasEligible: true).backupFlagsAgree)
    #expect(Self.assertion(eligible: true, wasEligible: true).backupFlagsAgree)
    #expect(!Self.assertion(eligible: true).backupFlagsAgree)
    #expect(!Self.assertion(wasEligible: true).backupFlagsAgree)
    #expect(!Self.assertion(backedUp: true).backupFlagsAgree)
  }
}
