import Scripting
import Worker

/// The scripts of a live session as files: where their texts come from, and what is kept of them.
struct SessionScripts {
  /// Has the files.
  let disk: any SessionDisk
  /// Keeps what ran; nil when the session is not recorded.
  let store: TextStore?
  /// What each script was started from at the beginning.
  let originals: [WorkerScript]
  /// The modules that each has required since it was loaded last.
  var shelves: [ModuleShelf]
  /// Loads scripts while the session goes on.
  let background: any BackgroundWork

  /// Whether a module was required that is not kept yet.
  var hasNewModules: Bool { shelves.contains { !$0.untaken.isEmpty } }

  /// Keeps the modules that were required since the last call.
  ///
  /// - Returns: What to record, in order.
  /// - Throws: ``Stop`` with exit code 74.
  func keepModules() throws(Stop) -> [RecordedModule] {
    var modules: [RecordedModule] = []
    for (place, shelf) in shelves.enumerated() {
      for (name, text) in shelf.take() {
        if case .text(let bytes) = text { try store?.keep(bytes) }
        modules.append(RecordedModule(script: place, name: name, text))
      }
    }
    return modules
  }
}
