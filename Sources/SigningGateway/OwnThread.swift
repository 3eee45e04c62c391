internal import Foundation

/// Runs work that takes its time on a thread of its own: the cooperative pool answers requests meanwhile.
func onThreadOfItsOwn<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
  await withCheckedContinuation { answer in
    Thread.detachNewThread { answer.resume(returning: work()) }
  }
}
