-- What wrk is told: `wrk -s wrk.lua URL -- FILE [follow]`.
--
-- FILE has a path on each line; the first is also the URL's. One path is asked for again and again; of several, each thread goes through all of
-- them, beginning at a place of its own. With "follow" every request carries the ETag of the last answer, as a
-- client does that asks whether there is something new. The outcome is one line of JSON.

local threads = 0

function setup(thread)
    thread:set("number", threads)
    threads = threads + 1
end

function init(args)
    local requests = {}
    for path in io.lines(args[1]) do requests[#requests + 1] = wrk.format("GET", path) end
    if #requests > 1 then
        local at = number * 389
        request = function()
            at = at + 1
            return requests[at % #requests + 1]
        end
    end
    if args[2] == "follow" then
        local etag, current = nil, wrk.format("GET")
        request = function() return current end
        response = function(_, headers)
            if headers["ETag"] == etag then return end
            etag = headers["ETag"]
            wrk.headers["If-None-Match"] = etag
            current = wrk.format("GET")
        end
    end
end

function done(summary, latency)
    local errors = summary.errors
    print(string.format(
        '{"requests": %d, "seconds": %.6f, "bytes": %d, "p50": %.3f, "p99": %.3f, "status": %d, "socket": %d, "timeout": %d}',
        summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
        errors.status, errors.connect + errors.read + errors.write, errors.timeout))
end
