import Glibc

/// Whether this process may open the files that connections take (`ulimit -n`).
///
/// The network library ends the program where it finds no room for those of its threads; so what is
/// needed is looked for before.
public enum FileRoom {
  /// Threads of connections at most: each takes three files, whatever the machine has.
  private static let threadsAtMost = 4
  /// Files of one thread of connections.
  private static let filesOfThread = 3
  /// Files of everything else: listeners, connections, the recording.
  private static let others = 10
  /// Files of a script's worker.
  private static let filesOfWorker = 4
  /// What the network library reads the number of its threads from.
  private static let threadCountName = "NIO_SINGLETON_GROUP_LOOP_COUNT"

  /// Makes threads of connections few; call it before there is a thread.
  public static func prepare() {
    if sysconf(Int32(_SC_NPROCESSORS_ONLN)) > threadsAtMost {
      setenv(threadCountName, "\(threadsAtMost)", 0)
    }
  }

  /// Checks that a verb with connections can open what it needs.
  ///
  /// - Parameter workers: Scripts in processes of their own.
  /// - Throws: ``Stop`` with exit code 74.
  public static func check(workers: Int = 0) throws(Stop) {
    let threads = min(threadsAtMost, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    let needed = filesOfThread * threads + others + filesOfWorker * workers
    var opened: [Int32] = []
    defer { for descriptor in opened { close(descriptor) } }
    while opened.count < needed {
      let descriptor = open("/", O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else {
        throw Stop(
          .inputOutput,
          "open files: expected room for \(needed) more, found \(opened.count); "
            + "raise the limit, as in: ulimit -n 256")
      }
      opened.append(descriptor)
    }
  }
}
