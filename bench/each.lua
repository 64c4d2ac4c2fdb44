-- Every user, one after the other, again and again; the path is wrk's argument.
local headers = { ["Content-Type"] = "application/json", ["Api-Key"] = os.getenv("API_KEY") }
local users = tonumber(os.getenv("USERS"))
local next = 0

function request()
  next = next % users + 1
  return wrk.format("POST", nil, headers, '{"uid":"user-' .. next .. '"}')
end
