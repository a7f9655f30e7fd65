import Foundation
import GRDB

/// Forgets the bytes of old snapshots.
enum SnapshotUpkeep {
  /// Removes the contents that only snapshots beyond the newest of each session name.
  static func forget(
    keeping count: Int, in database: Database, _ path: String
  ) throws(JournalError) {
    try JournalError.wrap(path, "forget old snapshots") {
      try database.inTransaction(.immediate) {
        let rows = try Row.fetchAll(
          database, sql: "SELECT session, content FROM snapshots ORDER BY sequence DESC")
        var seen: [Int64: Int] = [:]
        var (kept, old) = (Set<Data>(), [Data]())
        for row in rows {
          let (session, content): (Int64, Data) = (row[0], row[1])
          let place = seen[session, default: 0]
          seen[session] = place + 1
          if place < count { kept.insert(content) } else { old.append(content) }
        }
        for content in old where !kept.contains(content) {
          let isShared = try Bool.fetchOne(
            database,
            sql: "SELECT EXISTS (SELECT 1 FROM states WHERE content = ?1) "
              + "OR EXISTS (SELECT 1 FROM scripts WHERE text = ?1)",
            arguments: [content])
          guard isShared == false else { continue }
          try database.execute(
            sql: "DELETE FROM contents WHERE digest = ?", arguments: [content])
        }
        return .commit
      }
    }
  }
}
