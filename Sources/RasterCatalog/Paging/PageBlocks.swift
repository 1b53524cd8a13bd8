import Raster
import SQLite

/// Keeps the blocks of lists (`page_blocks`) as they are in truth, and finds pages by them.
///
/// A list gets blocks once it has more than two times as many assets as a block should have, and loses them when
/// few are left: so those of small tags cost nothing. A block that grows is cut, one that shrinks joins another.
struct PageBlocks {
    let transaction: CatalogTransaction
    /// Assets that a block should have.
    let size: Int

    private struct Block {
        let start: AssetPosition
        var count: Int
    }

    /// The most assets that a block may have, and a list that has none.
    private var limit: Int { size * 2 }

    /// Notes that an asset has come into a list, after its row has.
    func add(_ position: AssetPosition, to list: AssetList) throws(StorageError) {
        guard var block = try block(holding: position, in: list) else { return }
        block.count += 1
        try keep(block, of: list)
        if block.count > limit { try cut(block, of: list) }
    }

    /// Notes that an asset has left a list, after its row has.
    func remove(_ position: AssetPosition, from list: AssetList) throws(StorageError) {
        guard var block = try block(holding: position, in: list) else { return }
        block.count -= 1
        try keep(block, of: list)
        if block.count < max(size / 4, 1) { try join(block, of: list) }
    }

    /// Gives a list blocks, or takes them away, as its `count` demands.
    func settle(_ list: AssetList, count: Int) throws(StorageError) {
        if count > limit {
            guard try block(holding: .start, in: list) == nil else { return }
            let whole = Block(start: .start, count: count)
            try insert(whole, into: list)
            try cut(whole, of: list)
        } else if count <= size / 2 {
            try transaction.run("DELETE FROM page_blocks WHERE list = ?", [.integer(list.number)])
        }
    }

    /// Where a walk to the asset number `offset` may begin, and how many assets it then passes over.
    func place(of offset: Int, in list: AssetList) throws(StorageError) -> (AssetPosition, rest: Int) {
        guard offset > size else { return (.start, offset) }
        var place = (AssetPosition.start, rest: offset)
        var before = 0
        try transaction.walk(
            "SELECT created, id, count FROM page_blocks WHERE list = ? ORDER BY created DESC, id",
            [.integer(list.number)]
        ) { row in
            place = (AssetPosition(created: row.integer(0), id: row.text(1)), offset - before)
            before += row.int(2)
            return before <= offset
        }
        return place
    }
}

extension PageBlocks {
    /// The last block that begins at or before `position`; `nil` where the list has no blocks.
    private func block(holding position: AssetPosition, in list: AssetList) throws(StorageError) -> Block? {
        try transaction.first(
            """
            SELECT created, id, count FROM page_blocks
            WHERE list = ?1 AND created >= ?2 AND (created > ?2 OR id <= ?3)
            ORDER BY created, id DESC LIMIT 1
            """, [.integer(list.number)] + position.values, Self.block)
    }

    /// The first block that begins after `position`.
    private func block(after position: AssetPosition, in list: AssetList) throws(StorageError) -> Block? {
        try transaction.first(
            """
            SELECT created, id, count FROM page_blocks
            WHERE list = ?1 AND created <= ?2 AND (created < ?2 OR id > ?3)
            ORDER BY created DESC, id LIMIT 1
            """, [.integer(list.number)] + position.values, Self.block)
    }

    /// The last block that begins before `position`.
    private func block(before position: AssetPosition, in list: AssetList) throws(StorageError) -> Block? {
        try transaction.first(
            """
            SELECT created, id, count FROM page_blocks
            WHERE list = ?1 AND created >= ?2 AND (created > ?2 OR id < ?3)
            ORDER BY created, id DESC LIMIT 1
            """, [.integer(list.number)] + position.values, Self.block)
    }

    private static func block(_ row: Row) -> Block {
        Block(start: AssetPosition(created: row.integer(0), id: row.text(1)), count: row.int(2))
    }

    /// Cuts blocks of the right size off the front of a large one.
    private func cut(_ block: Block, of list: AssetList) throws(StorageError) {
        var rest = block
        while rest.count > limit {
            guard let start = try AssetOrder(list).position(size, from: rest.start, transaction) else {
                return
            }
            try keep(Block(start: rest.start, count: size), of: list)
            rest = Block(start: start, count: rest.count - size)
            try insert(rest, into: list)
        }
    }

    /// Lets a small block become part of the one before it; the first one takes in the one after it.
    ///
    /// Not where the two would soon be cut again; an empty one always goes.
    private func join(_ block: Block, of list: AssetList) throws(StorageError) {
        if let earlier = try self.block(before: block.start, in: list) {
            try join(block, to: earlier, of: list)
        } else if let later = try self.block(after: block.start, in: list) {
            try join(later, to: block, of: list)
        }
    }

    private func join(_ block: Block, to earlier: Block, of list: AssetList) throws(StorageError) {
        let sum = earlier.count + block.count
        guard sum <= size + size / 2 || block.count == 0 || earlier.count == 0 else { return }
        try transaction.run(
            "DELETE FROM page_blocks WHERE list = ? AND created = ? AND id = ?",
            [.integer(list.number)] + block.start.values)
        try keep(Block(start: earlier.start, count: sum), of: list)
    }

    private func insert(_ block: Block, into list: AssetList) throws(StorageError) {
        try transaction.run(
            "INSERT INTO page_blocks (list, created, id, count) VALUES (?, ?, ?, ?)",
            [.integer(list.number)] + block.start.values + [.integer(block.count)])
    }

    private func keep(_ block: Block, of list: AssetList) throws(StorageError) {
        try transaction.run(
            "UPDATE page_blocks SET count = ? WHERE list = ? AND created = ? AND id = ?",
            [.integer(block.count), .integer(list.number)] + block.start.values)
    }
}

extension CatalogSession {
    /// The blocks of all lists.
    var blocks: PageBlocks { PageBlocks(transaction: transaction, size: max(options.blockSize, 1)) }

    /// Takes the blocks from a library that nobody will see again, and from its tags.
    func forgetBlocks(of library: LibraryKey) throws(StorageError) {
        try transaction.run("DELETE FROM page_blocks WHERE list = ?", [.library(library)])
        try transaction.run(
            "DELETE FROM page_blocks WHERE list IN (SELECT -key FROM tags WHERE library = ?)",
            [.library(library)])
    }
}
