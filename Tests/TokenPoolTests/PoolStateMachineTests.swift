import Testing

@testable import TokenPool

@Suite struct PoolStateMachineTests {
  @Test func `a token that is lost is looked for at once, then at growing pauses, and requests wait outside`() {
    var machine = PoolStateMachine()
    #expect(machine.admit() == .admit)
    #expect(machine.time(now: 0) == .none)
    #expect(machine.tokenLost(reason: "gone", now: 1000) == .startRecovery)
    #expect(machine.state == .down(reason: "gone", retryAt: 1000, attempts: 0))
    #expect(machine.admit() == .refuse(reason: "gone"))
    #expect(machine.begin() == .refuse(reason: "gone"))
    #expect(machine.tokenLost(reason: "gone too", now: 1001) == .none)
    #expect(machine.time(now: 1001) == .recover)
    #expect(machine.state == .recovering(reason: "gone", attempts: 1))
    #expect(machine.admit() == .refuse(reason: "gone"))
    #expect(machine.time(now: 1002) == .none)
    #expect(machine.tokenLost(reason: "gone again", now: 1002) == .none)
    #expect(machine.recoveryFailed(reason: "still away", now: 2000) == .retry)
    #expect(machine.admit() == .refuse(reason: "still away"))
    #expect(machine.time(now: 2000) == .wait(milliseconds: 250))
    #expect(machine.time(now: 2249) == .wait(milliseconds: 1))
    #expect(machine.time(now: 2250) == .recover)
    #expect(machine.recovered(now: 2300) == .resume)
    #expect(machine.state == .ready)
    #expect(machine.admit() == .admit)
  }

  @Test func `the pause doubles to five seconds`() {
    var machine = PoolStateMachine()
    _ = machine.tokenLost(reason: "gone", now: 0)
    var now: Int64 = 0
    for pause: Int64 in [250, 500, 1000, 2000, 4000, 5000, 5000, 5000] {
      #expect(machine.time(now: now) == .recover)
      #expect(machine.recoveryFailed(reason: "away", now: now) == .retry)
      #expect(machine.time(now: now) == .wait(milliseconds: pause))
      now += pause
    }
  }

  @Test func `a token that is lost again soon after it came back waits longer, and later does not`() {
    var machine = PoolStateMachine()
    _ = machine.tokenLost(reason: "gone", now: 0)
    #expect(machine.time(now: 0) == .recover)
    #expect(machine.recovered(now: 10) == .resume)
    #expect(machine.tokenLost(reason: "gone", now: 20) == .startRecovery)
    #expect(machine.time(now: 20) == .wait(milliseconds: 250))
    #expect(machine.time(now: 270) == .recover)
    #expect(machine.recovered(now: 280) == .resume)
    #expect(machine.tokenLost(reason: "gone", now: 290) == .startRecovery)
    #expect(machine.time(now: 290) == .wait(milliseconds: 500))
    #expect(machine.time(now: 790) == .recover)
    #expect(machine.recovered(now: 800) == .resume)
    #expect(machine.tokenLost(reason: "gone", now: 10_800) == .startRecovery)
    #expect(machine.time(now: 10_800) == .recover)
  }

  @Test func `a refused PIN is the end of trying`() {
    var machine = PoolStateMachine()
    _ = machine.tokenLost(reason: "gone", now: 0)
    _ = machine.time(now: 0)
    #expect(machine.pinRefused(reason: "wrong PIN") == .giveUp)
    #expect(machine.state == .failed(reason: "wrong PIN"))
    #expect(machine.time(now: .max) == .none)
    #expect(machine.recovered(now: 1) == .none)
    #expect(machine.recoveryFailed(reason: "x", now: 1) == .none)
    #expect(machine.tokenLost(reason: "x", now: 1) == .none)
    #expect(machine.admit() == .refuse(reason: "wrong PIN"))
  }

  @Test func `after a stop nothing new is taken, what was taken is begun, and nothing is started`() {
    var machine = PoolStateMachine()
    machine.stop()
    #expect(machine.admit() == .refuse(reason: "the service is stopping"))
    #expect(machine.begin() == .admit)
    #expect(machine.tokenLost(reason: "x", now: 0) == .none)
    #expect(machine.pinRefused(reason: "x") == .none)
    #expect(machine.recovered(now: 0) == .none)
    #expect(machine.time(now: .max) == .none)
    #expect(machine.state == .stopped)
  }
}

@Suite struct JobQueueTests {
  @Test func `jobs come out in the order they went in, up to the limit`() {
    let queue = JobQueue<Int> { _ in 3 }
    #expect([1, 2, 3].map { queue.push($0, for: .issuance) } == [true, true, true])
    #expect(!queue.push(4, for: .issuance))
    #expect(queue.count(of: .issuance) == 3)
    #expect(queue.pop() == 1)
    #expect(queue.push(5, for: .issuance))
    #expect([queue.pop(), queue.pop(), queue.pop()] == [2, 3, 5])
    #expect(queue.count(of: .issuance) == 0)
  }

  @Test func `thousands of jobs pass while the queue is never empty`() {
    let queue = JobQueue<Int> { _ in 2 }
    #expect(queue.push(0, for: .issuance))
    for number in 1...5000 {
      #expect(queue.push(number, for: .issuance))
      #expect(queue.pop() == number - 1)
    }
    #expect(queue.count(of: .issuance) == 1)
  }

  @Test func `a closed queue takes nothing, gives what waits, and then ends`() {
    let queue = JobQueue<Int> { _ in 3 }
    _ = queue.push(1, for: .issuance)
    queue.close()
    #expect(!queue.push(2, for: .issuance))
    #expect(queue.pop() == 1)
    #expect(queue.pop() == nil)
  }

  @Test func `closing wakes whoever waits`() async {
    let queue = JobQueue<Int> { _ in 1 }
    let waiting = Task.detached { queue.pop() }
    queue.close()
    #expect(await waiting.value == nil)
  }
}
