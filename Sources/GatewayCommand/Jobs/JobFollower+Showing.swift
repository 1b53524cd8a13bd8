import HTTPCore
import Raster

extension JobFollower.End {
    /// Prints how the job ended, or who goes on with it; throws unless it did all that it was for.
    ///
    /// `command` is what goes on with it where nobody else does.
    func show(_ context: CommandContext, again command: String) throws {
        switch self {
        case .ended(let job):
            context.show(.job(job), [job.summary])
            try job.checkEnd()
        case .interrupted(let wasHere):
            context.console.note(
                wasHere
                    ? "Interrupted; the next server or \"\(command)\" goes on with it."
                    : "Interrupted; the server goes on with it.")
            throw CancellationError()
        }
    }
}
