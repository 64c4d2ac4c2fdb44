-- One of 100,000 users at random; the path is wrk's argument.
local headers = { ["Content-Type"] = "application/json", ["Api-Key"] = os.getenv("API_KEY"), ["Tenant"] = os.getenv("TENANT") }
local users = tonumber(os.getenv("USERS"))

function setup(thread)
  thread:set("seed", math.random(1, 2 ^ 30))
  threads = threads or {}
  table.insert(threads, thread)
end

function init()
  math.randomseed(seed)
  refused = 0
end

function request()
  return wrk.format("POST", nil, headers, '{"uid":"user-' .. math.random(1, users) .. '"}')
end

function response(status)
  if status ~= 200 then
    refused = refused + 1
  end
end

function done(summary)
  local all = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  for _, thread in ipairs(threads) do
    all = all + thread:get("refused")
  end
  print("refused: " .. all)
  print("rate: " .. summary.requests / (summary.duration / 1000000))
end
