-- The canonical tables as first declared, and the records a load keeps.

CREATE TABLE main.orders (
    order_id VARCHAR NOT NULL,
    ordered_at TIMESTAMPTZ NOT NULL,
    gross_amount DECIMAL(18,4) NOT NULL,
    customer_id VARCHAR,
    channel VARCHAR,
    campaign VARCHAR,
    region VARCHAR,
    device VARCHAR,
    status VARCHAR,
    paid_at TIMESTAMPTZ,
    discount_amount DECIMAL(18,4),
    paid_amount DECIMAL(18,4),
    refund_amount DECIMAL(18,4),
    payment_method VARCHAR,
    _load BIGINT NOT NULL
);

CREATE TABLE main.order_items (
    order_id VARCHAR NOT NULL,
    sku VARCHAR NOT NULL,
    quantity DOUBLE NOT NULL,
    unit_price DECIMAL(18,4) NOT NULL,
    category VARCHAR,
    scene VARCHAR,
    _load BIGINT NOT NULL
);

CREATE TABLE main.events (
    event_at TIMESTAMPTZ NOT NULL,
    visitor_id VARCHAR NOT NULL,
    event VARCHAR NOT NULL,
    session_id VARCHAR,
    customer_id VARCHAR,
    channel VARCHAR,
    campaign VARCHAR,
    device VARCHAR,
    region VARCHAR,
    sku VARCHAR,
    failure_code VARCHAR,
    is_bot BOOLEAN,
    user_agent VARCHAR,
    load_ms DOUBLE,
    _load BIGINT NOT NULL
);

CREATE TABLE main.traffic (
    "at" TIMESTAMPTZ NOT NULL,
    channel VARCHAR NOT NULL,
    campaign VARCHAR,
    device VARCHAR,
    impressions BIGINT,
    clicks BIGINT,
    visitors BIGINT,
    sessions BIGINT,
    bounces BIGINT,
    dwell_seconds DOUBLE,
    item_views BIGINT,
    add_to_carts BIGINT,
    checkouts BIGINT,
    _load BIGINT NOT NULL
);

CREATE TABLE main.ad_spend (
    "at" TIMESTAMPTZ NOT NULL,
    channel VARCHAR NOT NULL,
    media_cost DECIMAL(18,4) NOT NULL,
    campaign VARCHAR,
    impressions BIGINT,
    clicks BIGINT,
    labor_cost DECIMAL(18,4),
    creative_cost DECIMAL(18,4),
    commission DECIMAL(18,4),
    _load BIGINT NOT NULL
);

CREATE TABLE main.campaigns (
    campaign VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    name VARCHAR,
    kind VARCHAR,
    creator VARCHAR,
    starts_on DATE,
    ends_on DATE,
    budget DECIMAL(18,4),
    predicted_roi DOUBLE,
    owner VARCHAR,
    _load BIGINT NOT NULL
);

CREATE TABLE main.touchpoints (
    "at" TIMESTAMPTZ NOT NULL,
    person_id VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    campaign VARCHAR,
    kind VARCHAR,
    converted_order_id VARCHAR,
    value DECIMAL(18,4),
    _load BIGINT NOT NULL
);

CREATE TABLE main.customers (
    customer_id VARCHAR NOT NULL,
    first_seen_at TIMESTAMPTZ,
    birthday_month BIGINT,
    member_tier VARCHAR,
    consent BOOLEAN,
    _load BIGINT NOT NULL
);

CREATE TABLE main.inventory (
    "at" TIMESTAMPTZ NOT NULL,
    sku VARCHAR NOT NULL,
    on_hand DOUBLE NOT NULL,
    _load BIGINT NOT NULL
);

CREATE TABLE main.payments (
    "at" TIMESTAMPTZ NOT NULL,
    order_id VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    failure_code VARCHAR,
    amount DECIMAL(18,4),
    _load BIGINT NOT NULL
);

CREATE TABLE main.tickets (
    opened_at TIMESTAMPTZ NOT NULL,
    ticket_id VARCHAR NOT NULL,
    first_response_at TIMESTAMPTZ,
    resolved_at TIMESTAMPTZ,
    kind VARCHAR,
    priority VARCHAR,
    sentiment DOUBLE,
    channel VARCHAR,
    _load BIGINT NOT NULL
);

CREATE TABLE main.posts (
    posted_at TIMESTAMPTZ NOT NULL,
    platform VARCHAR NOT NULL,
    post_id VARCHAR NOT NULL,
    creator VARCHAR,
    kind VARCHAR,
    views BIGINT,
    completions BIGINT,
    likes BIGINT,
    comments BIGINT,
    shares BIGINT,
    cost DECIMAL(18,4),
    promo BOOLEAN,
    _load BIGINT NOT NULL
);

CREATE TABLE main.targets (
    period_start DATE NOT NULL,
    period_end DATE NOT NULL,
    metric VARCHAR NOT NULL,
    value DOUBLE NOT NULL,
    scope VARCHAR,
    _load BIGINT NOT NULL
);

CREATE TABLE main.calendar (
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    phase VARCHAR,
    note VARCHAR,
    _load BIGINT NOT NULL
);

CREATE TABLE main.experiment_units (
    experiment VARCHAR NOT NULL,
    variant VARCHAR NOT NULL,
    unit_id VARCHAR NOT NULL,
    assigned_at TIMESTAMPTZ NOT NULL,
    pre_value DOUBLE,
    _load BIGINT NOT NULL
);

CREATE TABLE main.benchmarks (
    metric VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    value DOUBLE NOT NULL,
    source VARCHAR,
    _load BIGINT NOT NULL
);

-- One row a load: what was read, what became of it. `digest` is the content of the mapped rows.
CREATE TABLE tidebell.loads (
    load_id BIGINT PRIMARY KEY,
    loaded_at TIMESTAMP NOT NULL,
    mapping VARCHAR NOT NULL,
    mode VARCHAR NOT NULL,
    files VARCHAR[] NOT NULL,
    digest VARCHAR NOT NULL,
    rows_read BIGINT NOT NULL,
    rows_loaded BIGINT NOT NULL,
    rows_duplicate BIGINT NOT NULL,
    rows_quarantined BIGINT NOT NULL
);

-- The shop days a load speaks for: a day inside without rows is a zero, outside it is a gap.
CREATE TABLE tidebell.coverage (
    table_name VARCHAR NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    last_at TIMESTAMP NOT NULL,
    load_id BIGINT NOT NULL
);

-- Rows a rule refused, with where they stood.
CREATE TABLE tidebell.quarantine (
    load_id BIGINT NOT NULL,
    file VARCHAR NOT NULL,
    line BIGINT NOT NULL,
    table_name VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    content VARCHAR NOT NULL
);
