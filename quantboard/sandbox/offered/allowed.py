"""Attributes that the types of pandas offer: frozen, so that a new release opens no door unseen.

Written by ``tests/sandbox/offered_types.py``; a name that is to be closed is named there.
"""

from quantboard.sandbox.policy import words

ALLOWED: dict[str, frozenset[str]] = {
    "pandas.DataFrame": words(
        """T abs add add_prefix add_suffix agg aggregate align all any apply asfreq asof assign astype at at_time
        axes between_time bfill clip columns combine combine_first compare convert_dtypes copy corr corrwith
        count cov cummax cummin cumprod cumsum describe diff div divide dot drop drop_duplicates droplevel dropna
        dtypes duplicated empty eq equals ewm expanding explode ffill fillna filter first_valid_index floordiv
        from_dict from_records ge get groupby gt head iat idxmax idxmin iloc index infer_objects insert
        interpolate isetitem isin isna isnull items iterrows itertuples join keys kurt kurtosis last_valid_index
        le loc lt map mask max mean median melt merge min mod mode mul multiply ndim ne nlargest notna notnull
        nsmallest nunique pct_change pipe pivot pivot_table pop pow prod product quantile radd rank rdiv reindex
        reindex_like rename rename_axis reorder_levels replace resample reset_index rfloordiv rmod rmul rolling
        round rpow rsub rtruediv sample select select_dtypes sem set_axis set_index shape shift size skew
        sort_index sort_values squeeze stack std sub subtract sum swaplevel tail take to_dict to_numpy to_period
        to_string to_timestamp transform transpose truediv truncate tz_convert tz_localize unstack update
        value_counts values var where xs"""
    ),
    "pandas.Series": words(
        """T abs add add_prefix add_suffix agg aggregate align all any apply argmax argmin argsort asfreq asof
        astype at at_time autocorr axes between between_time bfill case_when cat clip combine combine_first
        compare convert_dtypes copy corr count cov cummax cummin cumprod cumsum describe diff div divide divmod
        dot drop drop_duplicates droplevel dropna dt dtype dtypes duplicated empty eq equals ewm expanding
        explode factorize ffill fillna filter first_valid_index floordiv ge get groupby gt hasnans head iat
        idxmax idxmin iloc index infer_objects interpolate is_monotonic_decreasing is_monotonic_increasing
        is_unique isin isna isnull item items keys kurt kurtosis last_valid_index le loc lt map mask max mean
        median min mod mode mul multiply name nbytes ndim ne nlargest notna notnull nsmallest nunique pct_change
        pipe pop pow prod product quantile radd rank rdiv rdivmod reindex reindex_like rename rename_axis
        reorder_levels repeat replace resample reset_index rfloordiv rmod rmul rolling round rpow rsub rtruediv
        sample searchsorted sem set_axis shape shift size skew sort_index sort_values squeeze std str sub
        subtract sum swaplevel tail take to_dict to_frame to_list to_numpy to_period to_string to_timestamp
        tolist transform transpose truediv truncate tz_convert tz_localize unique unstack update value_counts
        values var where xs"""
    ),
    "pandas.Index": words(
        """T all any append argmax argmin argsort asof asof_locs astype copy delete diff difference drop
        drop_duplicates droplevel dropna dtype duplicated empty equals factorize fillna get_indexer
        get_indexer_for get_indexer_non_unique get_level_values get_loc get_slice_bound groupby has_duplicates
        hasnans identical infer_objects inferred_type insert intersection is_ is_monotonic_decreasing
        is_monotonic_increasing is_unique isin isna isnull item join map max min name names nbytes ndim nlevels
        notna notnull nunique putmask ravel reindex rename repeat replace round searchsorted set_names shape
        shift size slice_indexer slice_locs sort_values sortlevel str symmetric_difference take to_flat_index
        to_frame to_list to_numpy to_series tolist transpose union unique value_counts values where"""
    ),
    "pandas.RangeIndex": words(
        """T all any append argmax argmin argsort asof asof_locs astype copy delete diff difference drop
        drop_duplicates droplevel dropna dtype duplicated empty equals factorize fillna from_range get_indexer
        get_indexer_for get_indexer_non_unique get_level_values get_loc get_slice_bound groupby has_duplicates
        hasnans identical infer_objects inferred_type insert intersection is_ is_monotonic_decreasing
        is_monotonic_increasing is_unique isin isna isnull item join map max min name names nbytes ndim nlevels
        notna notnull nunique putmask ravel reindex rename repeat replace round searchsorted set_names shape
        shift size slice_indexer slice_locs sort_values sortlevel start step stop str symmetric_difference take
        to_flat_index to_frame to_list to_numpy to_series tolist transpose union unique value_counts values where"""
    ),
    "pandas.DatetimeIndex": words(
        """T all any append argmax argmin argsort as_unit asi8 asof asof_locs astype ceil copy date day day_name
        day_of_week day_of_year dayofweek dayofyear days_in_month daysinmonth delete diff difference drop
        drop_duplicates droplevel dropna dtype duplicated empty equals factorize fillna floor freq freqstr
        get_indexer get_indexer_for get_indexer_non_unique get_level_values get_loc get_slice_bound groupby
        has_duplicates hasnans hour identical indexer_at_time indexer_between_time infer_objects inferred_freq
        inferred_type insert intersection is_ is_leap_year is_monotonic_decreasing is_monotonic_increasing
        is_month_end is_month_start is_normalized is_quarter_end is_quarter_start is_unique is_year_end
        is_year_start isin isna isnull isocalendar item join map max mean microsecond min minute month month_name
        name names nanosecond nbytes ndim nlevels normalize notna notnull nunique putmask quarter ravel reindex
        rename repeat replace resolution round searchsorted second set_names shape shift size slice_indexer
        slice_locs snap sort_values sortlevel std str strftime symmetric_difference take time timetz
        to_flat_index to_frame to_julian_date to_list to_numpy to_period to_pydatetime to_series tolist transpose
        tz tz_convert tz_localize tzinfo union unique unit value_counts values weekday where year"""
    ),
    "pandas.MultiIndex": words(
        """T all any append argmax argmin argsort asof asof_locs astype codes copy delete diff difference drop
        drop_duplicates droplevel dropna dtype dtypes duplicated empty equal_levels equals factorize fillna
        from_arrays from_frame from_product from_tuples get_indexer get_indexer_for get_indexer_non_unique
        get_level_values get_loc get_loc_level get_locs get_slice_bound groupby has_duplicates hasnans identical
        infer_objects inferred_type insert intersection is_ is_monotonic_decreasing is_monotonic_increasing
        is_unique isin isna isnull item join levels levshape map max min name names nbytes ndim nlevels notna
        notnull nunique putmask ravel reindex remove_unused_levels rename reorder_levels repeat replace round
        searchsorted set_codes set_levels set_names shape shift size slice_indexer slice_locs sort_values
        sortlevel str swaplevel symmetric_difference take to_flat_index to_frame to_list to_numpy to_series
        tolist transpose truncate union unique value_counts values where"""
    ),
    "pandas.TimedeltaIndex": words(
        """T all any append argmax argmin argsort as_unit asi8 asof asof_locs astype ceil components copy days
        delete diff difference drop drop_duplicates droplevel dropna dtype duplicated empty equals factorize
        fillna floor freq freqstr get_indexer get_indexer_for get_indexer_non_unique get_level_values get_loc
        get_slice_bound groupby has_duplicates hasnans identical infer_objects inferred_freq inferred_type insert
        intersection is_ is_monotonic_decreasing is_monotonic_increasing is_unique isin isna isnull item join map
        max mean median microseconds min name names nanoseconds nbytes ndim nlevels notna notnull nunique putmask
        ravel reindex rename repeat replace resolution round searchsorted seconds set_names shape shift size
        slice_indexer slice_locs sort_values sortlevel std str sum symmetric_difference take to_flat_index
        to_frame to_list to_numpy to_pytimedelta to_series tolist total_seconds transpose union unique unit
        value_counts values where"""
    ),
    "pandas.PeriodIndex": words(
        """T all any append argmax argmin argsort asfreq asi8 asof asof_locs astype copy day day_of_week day_of_year
        dayofweek dayofyear days_in_month daysinmonth delete diff difference drop drop_duplicates droplevel
        dropna dtype duplicated empty end_time equals factorize fillna freq freqstr from_fields from_ordinals
        get_indexer get_indexer_for get_indexer_non_unique get_level_values get_loc get_slice_bound groupby
        has_duplicates hasnans hour identical infer_objects inferred_type insert intersection is_ is_full
        is_leap_year is_monotonic_decreasing is_monotonic_increasing is_unique isin isna isnull item join map max
        mean min minute month name names nbytes ndim nlevels notna notnull nunique putmask quarter qyear ravel
        reindex rename repeat replace resolution round searchsorted second set_names shape shift size
        slice_indexer slice_locs sort_values sortlevel start_time str strftime symmetric_difference take
        to_flat_index to_frame to_list to_numpy to_series to_timestamp tolist transpose union unique value_counts
        values week weekday weekofyear where year"""
    ),
    "pandas.CategoricalIndex": words(
        """T add_categories all any append argmax argmin argsort as_ordered as_unordered asof asof_locs astype
        categories codes copy delete diff difference drop drop_duplicates droplevel dropna dtype duplicated empty
        equals factorize fillna get_indexer get_indexer_for get_indexer_non_unique get_level_values get_loc
        get_slice_bound groupby has_duplicates hasnans identical infer_objects inferred_type insert intersection
        is_ is_monotonic_decreasing is_monotonic_increasing is_unique isin isna isnull item join map max min name
        names nbytes ndim nlevels notna notnull nunique ordered putmask ravel reindex remove_categories
        remove_unused_categories rename rename_categories reorder_categories repeat replace round searchsorted
        set_categories set_names shape shift size slice_indexer slice_locs sort_values sortlevel str
        symmetric_difference take to_flat_index to_frame to_list to_numpy to_series tolist transpose union unique
        value_counts values where"""
    ),
    "pandas.IntervalIndex": words(
        """T all any append argmax argmin argsort asof asof_locs astype closed closed_left closed_right contains
        copy delete diff difference drop drop_duplicates droplevel dropna dtype duplicated empty equals factorize
        fillna from_arrays from_breaks from_tuples get_indexer get_indexer_for get_indexer_non_unique
        get_level_values get_loc get_slice_bound groupby has_duplicates hasnans identical infer_objects
        inferred_type insert intersection is_ is_empty is_monotonic_decreasing is_monotonic_increasing
        is_non_overlapping_monotonic is_overlapping is_unique isin isna isnull item join left length map max mid
        min name names nbytes ndim nlevels notna notnull nunique open_left open_right overlaps putmask ravel
        reindex rename repeat replace right round searchsorted set_closed set_names shape shift size
        slice_indexer slice_locs sort_values sortlevel str symmetric_difference take to_flat_index to_frame
        to_list to_numpy to_series tolist transpose union unique value_counts values where"""
    ),
    "pandas.Timestamp": words(
        """as_unit asm8 astimezone ceil combine ctime date day day_name day_of_week day_of_year dayofweek dayofyear
        days_in_month daysinmonth dst floor fold fromisocalendar fromisoformat fromordinal fromtimestamp hour
        is_leap_year is_month_end is_month_start is_quarter_end is_quarter_start is_year_end is_year_start
        isocalendar isoformat isoweekday max microsecond min minute month month_name nanosecond normalize now
        quarter replace resolution round second strftime strptime time timestamp timetuple timetz to_datetime64
        to_julian_date to_numpy to_period to_pydatetime today toordinal tz tz_convert tz_localize tzinfo tzname
        unit utcfromtimestamp utcnow utcoffset utctimetuple value week weekday weekofyear year"""
    ),
    "pandas.Timedelta": words(
        """as_unit asm8 ceil components days floor isoformat max microseconds min nanoseconds resolution
        resolution_string round seconds to_numpy to_pytimedelta to_timedelta64 total_seconds unit value"""
    ),
    "pandas.Period": words(
        """asfreq day day_of_week day_of_year dayofweek dayofyear days_in_month daysinmonth end_time freq freqstr
        hour is_leap_year minute month now ordinal quarter qyear second start_time strftime to_timestamp week
        weekday weekofyear year"""
    ),
    "pandas.Interval": words(
        """closed closed_left closed_right is_empty left length mid open_left open_right overlaps right"""
    ),
    "pandas.DateOffset": words(
        """base copy freqstr is_month_end is_month_start is_on_offset is_quarter_end is_quarter_start is_year_end
        is_year_start kwds n name nanos normalize rollback rollforward rule_code"""
    ),
    "pandas.Categorical": words(
        """T add_categories argmax argmin argsort as_ordered as_unordered astype categories check_for_ordered codes
        copy count delete describe dropna dtype duplicated equals factorize fillna insert interpolate isin isna
        isnull item map max min nbytes ndim notna notnull ordered ravel remove_categories
        remove_unused_categories rename_categories reorder_categories repeat reshape round searchsorted
        set_categories set_ordered shape shift size sort sort_values swapaxes take to_numpy tolist transpose
        unique value_counts"""
    ),
    "pandas.core.strings.accessor.StringMethods": words(
        """capitalize casefold cat center contains count decode encode endswith extract extractall find findall
        fullmatch get get_dummies index isalnum isalpha isascii isdecimal isdigit islower isnumeric isspace
        istitle isupper join len ljust lower lstrip match normalize pad partition removeprefix removesuffix
        repeat replace rfind rindex rjust rpartition rsplit rstrip slice slice_replace split startswith strip
        swapcase title translate upper wrap zfill"""
    ),
    "pandas.core.indexes.accessors.DatetimeProperties": words(
        """as_unit ceil date day day_name day_of_week day_of_year dayofweek dayofyear days_in_month daysinmonth
        floor freq hour is_leap_year is_month_end is_month_start is_quarter_end is_quarter_start is_year_end
        is_year_start isocalendar microsecond minute month month_name nanosecond normalize quarter round second
        strftime time timetz to_period to_pydatetime tz tz_convert tz_localize unit weekday year"""
    ),
    "pandas.core.indexes.accessors.TimedeltaProperties": words(
        """as_unit ceil components days floor freq microseconds nanoseconds round seconds to_pytimedelta
        total_seconds unit"""
    ),
    "pandas.core.indexes.accessors.PeriodProperties": words(
        """asfreq day day_of_week day_of_year dayofweek dayofyear days_in_month daysinmonth end_time freq hour
        is_leap_year minute month quarter qyear second start_time strftime to_timestamp week weekday weekofyear
        year"""
    ),
    "pandas.core.arrays.categorical.CategoricalAccessor": words(
        """add_categories as_ordered as_unordered categories codes ordered remove_categories
        remove_unused_categories rename_categories reorder_categories set_categories"""
    ),
    "pandas.core.indexing._LocIndexer": words("""axis name ndim"""),
    "pandas.core.indexing._iLocIndexer": words("""axis name ndim"""),
    "pandas.core.indexing._AtIndexer": words("""name ndim"""),
    "pandas.core.indexing._iAtIndexer": words("""name ndim"""),
    "pandas.api.typing.DataFrameGroupBy": words(
        """agg aggregate all any apply bfill corr corrwith count cov cumcount cummax cummin cumprod cumsum describe
        diff ewm expanding ffill filter first get_group groups head idxmax idxmin indices kurt last max mean
        median min ngroup ngroups nth nunique ohlc pct_change pipe prod quantile rank resample rolling sample sem
        shift size skew std sum tail take transform value_counts var"""
    ),
    "pandas.api.typing.SeriesGroupBy": words(
        """agg aggregate all any apply bfill corr count cov cumcount cummax cummin cumprod cumsum describe diff
        dtype ewm expanding ffill filter first get_group groups head idxmax idxmin indices
        is_monotonic_decreasing is_monotonic_increasing kurt last max mean median min ngroup ngroups nlargest
        nsmallest nth nunique ohlc pct_change pipe prod quantile rank resample rolling sample sem shift size skew
        std sum tail take transform unique value_counts var"""
    ),
    "pandas.api.typing.Rolling": words(
        """agg aggregate apply corr count cov exclusions first kurt last max mean median min ndim nunique pipe
        quantile rank sem skew std sum var"""
    ),
    "pandas.api.typing.Expanding": words(
        """agg aggregate apply corr count cov exclusions first kurt last max mean median min ndim nunique pipe
        quantile rank sem skew std sum var"""
    ),
    "pandas.api.typing.ExponentialMovingWindow": words(
        """agg aggregate corr cov exclusions mean ndim online std sum var"""
    ),
    "pandas.api.typing.RollingGroupBy": words(
        """agg aggregate apply corr count cov first kurt last max mean median min nunique pipe quantile rank sem
        skew std sum var"""
    ),
    "pandas.api.typing.ExpandingGroupBy": words(
        """agg aggregate apply corr count cov first kurt last max mean median min nunique pipe quantile rank sem
        skew std sum var"""
    ),
    "pandas.api.typing.ExponentialMovingWindowGroupBy": words("""agg aggregate corr cov mean online std sum var"""),
    "pandas.core.resample.DatetimeIndexResampler": words(
        """agg aggregate apply asfreq bfill count ffill first get_group groups indices interpolate last max mean
        median min nearest ngroups nunique ohlc pipe prod quantile sem size std sum transform var"""
    ),
    "pandas.api.typing.DatetimeIndexResamplerGroupBy": words(
        """agg aggregate apply asfreq bfill count ffill first get_group groups indices interpolate last max mean
        median min nearest ngroups nunique ohlc pipe prod quantile sem size std sum transform var"""
    ),
}
