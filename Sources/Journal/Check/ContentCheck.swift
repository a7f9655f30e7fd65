import Foundation
import GRDB

/// Holds what is kept by hash to its hash.
enum ContentCheck {
  /// Checks all contents, and that those are there which cannot be done without.
  static func check(_ database: Database, _ path: String) throws(any Error) {
    let contents = try Row.fetchCursor(database, sql: "SELECT digest, bytes FROM contents")
    while let row = try contents.next() {
      let (digest, bytes): (Data, Data) = (row[0], row[1])
      guard Digest.of([UInt8](bytes)) == [UInt8](digest) else {
        throw JournalError.damaged(
          path: path,
          finding: "what is kept as \(Digest.brief([UInt8](digest))) was changed after it was "
            + "written")
      }
    }
    // The bytes of older snapshots are forgotten; the newest of all is what an account goes on from.
    let missing = try Row.fetchOne(
      database,
      sql: """
        SELECT what, sequence FROM (
          SELECT 'the text of a script' AS what, sequence, text AS digest FROM scripts
          UNION ALL SELECT 'a state', sequence, content FROM states
          UNION ALL SELECT 'the newest snapshot', sequence, content FROM snapshots
            WHERE sequence = (SELECT max(sequence) FROM snapshots)
        ) WHERE digest NOT IN (SELECT digest FROM contents) LIMIT 1
        """)
    guard let missing else { return }
    let (what, sequence): (String, Int64) = (missing[0], missing[1])
    throw JournalError.damaged(
      path: path, finding: "entry \(sequence): \(what) is missing")
  }
}
