internal import Glibc
public import PKCS11
internal import Synchronization

/// A module in this process: loaded and initialised once, shared by every pool on it, and started anew with all lanes
/// quiet.
///
/// Some modules find a token that came back only after C_Finalize and C_Initialize, which end every session of every
/// token of the module. So lanes work under a shared lock, and a new start takes it alone.
///
/// `@unchecked Sendable`: `generation` is written under the exclusive lock and read under either.
public final class ModuleHost: @unchecked Sendable {
  public let module: Module
  private let lock = UnsafeMutablePointer<pthread_rwlock_t>.allocate(capacity: 1)
  private var generation: UInt64 = 1

  private static let hosts = Mutex<[String: ModuleHost]>([:])

  /// The host of a module, which is loaded and initialised at the first call and stays for the life of the process.
  ///
  /// - Parameter modulePath: a path, never a name to be searched for. Links are followed, because the loader gives one
  ///   library for all of its names, and C_Initialize may be called once only.
  public static func shared(modulePath: String) throws(PKCS11Error) -> ModuleHost {
    guard let resolved = realpath(modulePath, nil) else {
      throw .load(path: modulePath, reason: String(cString: strerror(errno)))
    }
    defer { free(resolved) }
    let path = String(cString: resolved)
    let result = hosts.withLock { hosts in
      Result { () throws(PKCS11Error) in
        if let host = hosts[path] { return host }
        let host = try ModuleHost(path: path)
        hosts[path] = host
        return host
      }
    }
    return try result.get()
  }

  private static let initialisations = Mutex(())

  /// Chooses a slot and initialises its token while nobody else of this process does: two would take the same free one.
  public static func initialising(_ body: () throws(PKCS11Error) -> Void) throws(PKCS11Error) {
    var failure: PKCS11Error?
    initialisations.withLock { _ in
      do throws(PKCS11Error) { try body() } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private init(path: String) throws(PKCS11Error) {
    module = try Module(path: path)
    try module.initialize()
    var attributes = pthread_rwlockattr_t()
    pthread_rwlockattr_init(&attributes)
    // Lanes come and go all the time; a new start of the module must not wait for ever.
    pthread_rwlockattr_setkind_np(&attributes, Int32(PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP))
    pthread_rwlock_init(lock, &attributes)
    pthread_rwlockattr_destroy(&attributes)
  }

  deinit {
    pthread_rwlock_destroy(lock)
    lock.deallocate()
  }

  /// Works with the module while nobody starts it anew. Must not be nested.
  ///
  /// - Parameter body: gets the number of the module's start: sessions and handles of another number are dead.
  func use<Result>(_ body: (_ generation: UInt64) -> Result) -> Result {
    pthread_rwlock_rdlock(lock)
    defer { pthread_rwlock_unlock(lock) }
    return body(generation)
  }

  /// Starts the module anew, unless somebody else has done so since `seen`.
  func restart(after seen: UInt64) throws(PKCS11Error) {
    pthread_rwlock_wrlock(lock)
    defer { pthread_rwlock_unlock(lock) }
    guard generation == seen else { return }
    do { try module.finalize() } catch  where error.code == .cryptokiNotInitialized {
      // An attempt before this one came no further.
    }
    generation += 1
    try module.initialize()
  }
}
