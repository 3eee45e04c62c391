import Testing

@testable import KeyCeremony

@Suite struct CeremonyStateMachineTests {
  private let key = Remnant(.key, "root")

  /// A machine driven event by event to the given number of good events of a one-step ceremony.
  private func machine(after events: Int, steps: Int = 1) -> CeremonyStateMachine {
    var machine = CeremonyStateMachine(stepCount: steps)
    if events > 0 { _ = machine.scriptChecked() }
    if events > 1 { _ = machine.tokenOpened() }
    if events > 2 { _ = machine.tokenChecked() }
    if events > 3 { _ = machine.intentRecorded(step: 0, mayMake: [key]) }
    if events > 4 { _ = machine.performed(step: 0, making: [key]) }
    if events > 5 { _ = machine.outcomeRecorded(step: 0) }
    if events > 6 { _ = machine.closed() }
    return machine
  }

  @Test func `a ceremony of two steps goes from the script to the closed transcript`() {
    var machine = CeremonyStateMachine(stepCount: 2)
    #expect(machine.state == .loaded)
    #expect(machine.scriptChecked() == .openToken)
    #expect(machine.state == .checked)
    #expect(machine.tokenOpened() == .checkToken)
    #expect(machine.state == .tokenOpen)
    #expect(machine.tokenChecked() == .start(step: 0))
    #expect(machine.intentRecorded(step: 0, mayMake: [key]) == .perform)
    #expect(machine.performed(step: 0, making: [key]) == .verifyAndRecord)
    #expect(machine.fileMade(step: 0, path: "root.pub") == .noted)
    #expect(machine.outcomeRecorded(step: 0) == .start(step: 1))
    #expect(machine.state == .step(1, .planned))
    #expect(machine.intentRecorded(step: 1, mayMake: []) == .perform)
    #expect(machine.performed(step: 1, making: [Remnant(.signature, "CN=Root")]) == .verifyAndRecord)
    #expect(machine.outcomeRecorded(step: 1) == .close)
    #expect(machine.state == .complete)
    #expect(machine.closed() == .done)
    #expect(machine.state == .closed)
    #expect(machine.made == [key, Remnant(.file, "root.pub"), Remnant(.signature, "CN=Root")])
  }

  /// The name of each event, how many good events come before it, and whether it is then taken.
  private static let events: [(name: String, place: Int, isTaken: @Sendable (inout CeremonyStateMachine) -> Bool)] = [
    ("script checked", 0, { $0.scriptChecked() == .openToken }),
    ("token opened", 1, { $0.tokenOpened() == .checkToken }),
    ("token checked", 2, { $0.tokenChecked() == .start(step: 0) }),
    ("intent", 3, { $0.intentRecorded(step: 0, mayMake: []) == .perform }),
    ("performed", 4, { $0.performed(step: 0, making: []) == .verifyAndRecord }),
    ("outcome", 5, { $0.outcomeRecorded(step: 0) == .close }),
    ("closed", 6, { $0.closed() == .done }),
  ]

  @Test(arguments: 0..<7)
  func `an event is taken in its own place and neither too early nor twice`(index: Int) {
    let event = Self.events[index]
    for place in 0...7 {
      var machine = machine(after: place)
      let before = machine.state
      #expect(event.isTaken(&machine) == (place == event.place), "\(event.name) after \(place) events")
      if place != event.place { #expect(machine.state == before, "\(event.name) moved the machine from \(before)") }
    }
  }

  @Test func `a file is noted only after its step was performed`() {
    for place in 0...7 {
      var machine = machine(after: place)
      #expect((machine.fileMade(step: 0, path: "x") == .noted) == (place == 5), "after \(place) events")
    }
  }

  @Test func `events of another step are out of order`() {
    var machine = machine(after: 3, steps: 2)
    let refused = CeremonyStateMachine.OutOfOrder(event: "intent of step 2", state: .step(0, .planned))
    #expect(machine.intentRecorded(step: 1, mayMake: []) == .outOfOrder(refused))
    #expect(
      refused.description == "'intent of step 2' does not belong where the ceremony stands (step 1 planned)")
    _ = machine.intentRecorded(step: 0, mayMake: [])
    #expect(machine.performed(step: 1, making: []) != .verifyAndRecord)
    _ = machine.performed(step: 0, making: [])
    #expect(machine.outcomeRecorded(step: 1) != .close)
    #expect(machine.state == .step(0, .performed))
  }

  @Test(arguments: 0...6)
  func `a failure names the state and what is left behind`(place: Int) {
    var machine = machine(after: place)
    let states: [CeremonyStateMachine.State] = [
      .loaded, .checked, .tokenOpen, .step(0, .planned), .step(0, .intended), .step(0, .performed), .complete,
    ]
    let remnants: [Remnant] =
      switch place {
      case 0...3: []
      case 4: [Remnant(.key, "root", certain: false)]
      default: [key]
      }
    #expect(machine.failed() == .report(at: states[place], leftBehind: remnants))
    #expect(machine.state == .failed)
    #expect(machine.failed() == .alreadyOver)
    for event in Self.events { #expect(!event.isTaken(&machine), "\(event.name) is taken after a failure") }
  }

  @Test func `a closed ceremony cannot fail any more`() {
    var machine = machine(after: 7)
    #expect(machine.failed() == .alreadyOver)
    #expect(machine.state == .closed)
  }

  @Test func `a failure in a later step still names what earlier steps made`() {
    var machine = machine(after: 6, steps: 2)
    _ = machine.intentRecorded(step: 1, mayMake: [Remnant(.signature, "CN=Root")])
    let left = [key, Remnant(.signature, "CN=Root", certain: false)]
    #expect(machine.failed() == .report(at: .step(1, .intended), leftBehind: left))
    #expect(left.map(\.description) == ["key root", "perhaps signature CN=Root"])
  }
}
